"""What a letter may have and cannot do without, and whom it has to reach."""

from __future__ import annotations

import pytest

from app.core.errors import Invalid
from app.deadlines.terms import DeadlineState
from app.petitions.queries import letters_of
from app.petitions.terms import Ending
from tests.letters.letter_way import LetterWay
from tests.petitions.refusing import refused
from tests.petitions.way import Way

pytestmark = pytest.mark.usefixtures("app")


# What it may have


def returned_notice(way: Way) -> LetterWay:
    way.investigating().action("hearing_notice", held_at="2026年12月1日上午9时", place="二楼会议室", host="镇镇长")
    return LetterWay(way.now, letters_of(way.claim_id)[-1].id).returned("写上参加人。")


def test_what_was_left_out_of_a_letter_can_be_written_into_it_and_taken_out_again() -> None:
    notice = returned_notice(Way())
    kept = {name: notice.letter.content[name] for name in ("held_at", "place", "host")}
    notice.redrafted(**kept, present="王乙、王甲", remedy="不属于通知书")
    assert (notice.letter.content["present"], "remedy" in notice.letter.content) == ("王乙、王甲", False)
    notice.returned("参加人另行通知。").redrafted(**kept, present=" ")
    assert ("present" in notice.letter.content, notice.letter.content["place"]) == (False, "二楼会议室")


def test_what_a_letter_cannot_do_without_is_missed_when_it_was_emptied() -> None:
    notice = returned_notice(Way())
    with refused(Invalid, "还缺：地点", field="place"):
        notice.redrafted(place=" ")
    assert notice.letter.content["place"] == "二楼会议室"


# Whom it has to reach


@pytest.mark.both
def test_whose_name_and_address_are_unclear_is_not_told_and_the_notice_loses_its_object() -> None:
    way = Way().register().sort().decide("refused", ground="no_content").signed_off().sealed()
    way.delivered(method="nowhere", refusal="电话打不通，信上没有住址。", receiver="")
    assert way.claim.ending is Ending.TOLD
    assert way.ended("D2").state is DeadlineState.CLOSED


def test_an_opinion_has_to_be_served() -> None:
    way = Way().investigating().investigate().opinion().signed_off().sealed()
    with refused(Invalid, "只有告知书可以不送", field="method"):
        way.delivered(method="nowhere", refusal="找不到人。", receiver="")


def test_who_is_not_told_must_have_been_looked_for() -> None:
    way = Way().register().sort().decide("refused", ground="no_content").signed_off().sealed()
    with refused(Invalid, "怎么找过他", field="method"):
        way.delivered(method="nowhere", refusal=" ", receiver="")
