"""What a letter may have and cannot do without, whom it has to reach, and whose turn it is."""

from __future__ import annotations

import pytest

from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.deadlines.terms import DeadlineState
from app.notifications.models import Notice
from app.petitions.actions.letters import redraft_letter, return_letter
from app.petitions.models.records import Letter
from app.petitions.queries import letters_of
from app.petitions.terms import Ending
from tests.petitions.refusing import refused
from tests.petitions.way import DESK, LEADER, Way

pytestmark = pytest.mark.usefixtures("app")
BODY = {"competent_body": "博山区水利局"}


# What it may have


def returned_notice(way: Way) -> Letter:
    way.investigating().action("hearing_notice", held_at="2026年12月1日上午9时", place="二楼会议室", host="镇镇长")
    letter = letters_of(way.claim_id)[-1]
    with transaction():
        return_letter(letter, reason="写上参加人。", actor=way.account(LEADER), now=way.now)
    return letter


def test_what_was_left_out_of_a_letter_can_be_written_into_it_and_taken_out_again() -> None:
    way = Way()
    letter = returned_notice(way)
    actor = way.account(DESK)
    with transaction():
        redraft_letter(letter, {"present": "王乙、王甲", "remedy": "不属于通知书"}, actor=actor, now=way.now)
    assert (letter.content["present"], "remedy" in letter.content) == ("王乙、王甲", False)
    with transaction():
        redraft_letter(letter, {"present": " "}, actor=actor, now=way.now)
    assert ("present" in letter.content, letter.content["place"]) == (False, "二楼会议室")


def test_what_a_letter_cannot_do_without_is_missed_when_it_was_emptied() -> None:
    way = Way()
    letter = returned_notice(way)
    with refused(Invalid, "还缺：地点", field="place"), transaction():
        redraft_letter(letter, {"place": " "}, actor=way.account(DESK), now=way.now)
    assert letter.content["place"] == "二楼会议室"


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


# Whose turn it is


def texts_of(account_id: int) -> list[str]:
    return [one.text for one in db.session.query(Notice).filter_by(account_id=account_id)]


def test_a_letter_beside_the_flow_tells_whose_turn_it_is() -> None:
    way = Way().transferred().sort().decide("objection", **BODY)
    assert texts_of(way.account("leader").id) == ["《信访事项异议（退件）函》拟好了，等您签发。"]
    letter = letters_of(way.claim_id)[0]
    with transaction():
        return_letter(letter, reason="写全名。", actor=way.account("leader"), now=way.now)
    assert texts_of(way.account("petition").id) == ["《信访事项异议（退件）函》退回来了，请照意见改。"]
    with transaction():
        redraft_letter(letter, {"competent_body": "博山区水利局"}, actor=way.account("petition"), now=way.now)
    assert texts_of(way.account("leader").id)[-1] == "《信访事项异议（退件）函》改好了，等您签发。"
    way.objection_out()
    assert texts_of(way.account("petition").id)[-1] == "《信访事项异议（退件）函》签发了，请编号、盖章、送达。"
