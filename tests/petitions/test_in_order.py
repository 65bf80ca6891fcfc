"""Days stand in their order whenever they are typed, and of two people at one matter the second reads who was first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.queries import Wanted, running
from app.deadlines.registry import registry as deadlines
from app.organisations.models import Office, OfficeKind
from app.petitions.actions.beside import serve_beside
from app.petitions.actions.follow import followed
from app.petitions.actions.letters import Service, redraft_letter, return_letter, seal_letter, sign_off_letter
from app.petitions.actions.reassign import give_to_office
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.models.records import Letter, Supervision
from app.petitions.pages.petition_history import history
from app.petitions.queries import asked_search, claim_numbered, claims_of, letters_of, search
from app.petitions.terms import ServiceMethod
from app.processes.registry import Told
from tests.petitions.refusing import refused
from tests.petitions.way import DESK, HANDLER, LEADER, Way
from tests.processes.test_statements import statements
from tests.town import NOW

pytestmark = pytest.mark.usefixtures("app")
BEFORE = date(2026, 10, 1)


def told_by(way: Way, **values: object) -> Told:
    return Told(values, way.moment, "", way.account(DESK), way.now)


# Days


def test_a_notice_is_not_signed_off_before_it_was_decided_on() -> None:
    way = Way().register().sort().decide("accepted").happened(BEFORE)
    with refused(Invalid, "2026年11月23日", field="occurred_at"):
        way.signed_off()
    way.happened(NOW.date(), hour=9).letter_out()
    assert way.ended("D2").done_on == NOW.date()


def test_an_opinion_is_not_signed_off_before_it_was_written() -> None:
    way = Way().investigating().later(days=70).investigate().opinion().happened(NOW.date(), hour=9)
    with refused(Invalid, "2027年2月1日", field="occurred_at"):
        way.signed_off()


def test_a_changed_letter_is_not_signed_off_before_it_was_changed() -> None:
    way = Way().register().sort().decide("accepted").returned("写清承办单位。").later(days=2)
    way.answer("redraft", handling_unit="规划建设办公室").happened(NOW.date(), hour=9)
    with refused(Invalid, "2026年11月25日", field="occurred_at"):
        way.signed_off()


HANDLED: dict[str, Callable[[], Way]] = {
    "a simple answer": lambda: Way().simple(),
    "what was found": lambda: Way().investigating(),
    "a longer time": lambda: Way().investigating().investigate("extension", days=30, reason="要等测绘。"),
    "an opinion": lambda: Way().investigating().investigate(),
    "a suggestion's answer": lambda: Way().register().sort("suggestion").decide("suggestion").letter_out(),
}
ANSWERS: dict[str, Callable[[Way], Way]] = {
    "a simple answer": lambda way: way.answer("answer_simply", outcome="answered", reply="修好了。", told_how="phone"),
    "what was found": lambda way: way.investigate(),
    "a longer time": lambda way: way.answer("approve_extension", LEADER, outcome="approved", days=30, reason="测绘。"),
    "an opinion": lambda way: way.opinion(),
    "a suggestion's answer": lambda way: way.answer(
        "study_suggestion", outcome="adopted", reply="采纳。", told_how="phone"
    ),
}


@pytest.mark.parametrize("what", HANDLED)
def test_nothing_is_handled_before_the_day_it_was_accepted(what: str) -> None:
    way = HANDLED[what]().happened(BEFORE)
    with refused(Invalid, "不能早于决定办理的2026年11月23日", field="occurred_at"):
        ANSWERS[what](way)
    ANSWERS[what](way.happened(NOW.date(), hour=9))


def test_a_request_of_review_is_not_handed_in_before_the_opinion_was_served() -> None:
    way = Way().investigating().opinion_out()
    with refused(Invalid, "不能早于处理意见书送达", field="handed_on"):
        way.deed("review_request", handed_on=BEFORE, stage="review", told_how="phone")


# The same matter


def test_what_was_joined_goes_along_when_the_first_is_joined_to_another() -> None:
    ways = [Way().register() for _ in range(3)]
    for one, other in pairwise(ways):
        one.answer("sort_claim", outcome="joined", joined_to=other.claim.number, reason="同一件事。")
    assert [one.claim.joined_to_id for one in ways[:2]] == [ways[2].claim_id] * 2
    assert "正在看该怎么办" in followed(ways[0].petition)[0].state


@pytest.mark.parametrize("number", ["2026-483920-99999999999999999999", "2026-483920-10000", "2026-483920-"])
def test_a_number_no_claim_can_have_is_none(number: str) -> None:
    Way().register()
    assert claim_numbered(number) is None


def test_an_address_with_a_village_no_town_can_have_does_not_narrow() -> None:
    way = Way().register()
    wanted = asked_search({"village": "99999999999999999999"})
    assert search(way.account(DESK), wanted, now=NOW, soon_at=NOW, page=1)[1] == 1


# Two people at one matter


@pytest.mark.parametrize("office", ["abc", "0", "999999", ""])
def test_a_place_that_is_no_office_is_refused_at_the_step_itself(office: str) -> None:
    way = Way().accepted()
    with refused(Invalid, "请选一个单位", field="office"):
        way.answer("assign_unit", office=office, inner_due_on=way.today, note="")


@pytest.mark.both
def test_who_assigns_from_a_page_of_before_does_not_take_the_claim_from_the_first_office() -> None:
    way = Way().accepted()
    seen = way.task("assign_unit").row_version
    way.assigned()
    village = db.session.query(Office).filter_by(kind=OfficeKind.VILLAGE).first()
    told = told_by(way, office=str(village.id), inner_due_on=way.today + timedelta(days=5), note="")
    with refused(NotNow, "别人刚刚分办了"), transaction():
        give_to_office(way.claim, told, page_version=seen)
    assert str(way.claim.handling_office_id) == way.office()
    with transaction():
        give_to_office(way.claim, told, page_version=None)
    assert way.claim.handling_office_id == village.id


def supervised(way: Way) -> Supervision:
    told = told_by(way, received_on=way.today, from_body="博山区信访局", text="抓紧办。")
    with transaction():
        return register_supervision(told)


def test_a_supervision_has_one_answer_on_its_way() -> None:
    way = Way().register()
    row = supervised(way)
    with transaction():
        answer_supervision(row, told_by(way, text="正在查。"))
    with refused(NotNow, "已经拟了一份"), transaction():
        answer_supervision(row, told_by(way, text="查清了。"))


def test_a_supervision_is_not_answered_before_it_was_received() -> None:
    way = Way().register()
    row = supervised(way)
    with transaction():
        letter = answer_supervision(row, told_by(way, text="查清了。"))
        sign_off_letter(letter, at=way.now - timedelta(days=9), actor=way.account(LEADER), now=way.now)
        seal_letter(letter, on=way.today - timedelta(days=9), copies=2, actor=way.account(DESK), now=way.now)
    early = Service(ServiceMethod.MAIL, way.today - timedelta(days=8))
    with refused(Invalid, "收到督办", field="delivered_on"), transaction():
        serve_beside(letter, early, actor=way.account(DESK), now=way.now)


# What a letter may have


def returned_notice(way: Way) -> Letter:
    way.investigating().deed("hearing_notice", held_at="2026年12月1日上午9时", place="二楼会议室", host="镇镇长")
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


# Sight and cost


def test_an_office_does_not_read_what_was_reported_to_bodies_above() -> None:
    way = Way().investigating().deed("major_report", reported_to="区委", method="phone", text="可能集体去省里。")

    def read(by: str) -> str:
        lines = history(way.petition, claims_of(way.petition, way.account(by)), sees_all=by != HANDLER)
        return "".join(str(line) for line in lines)

    assert "可能集体去省里" in read(DESK)
    assert "可能集体去省里" not in read(HANDLER)


@pytest.mark.both
def test_a_list_of_claims_and_of_their_periods_costs_the_same_however_long_it_is() -> None:
    def cost() -> tuple[int, int]:
        actor = Way().account(DESK)
        db.session.expire_all()
        with statements() as sent:
            rows, _ = search(actor, asked_search({}), now=NOW, soon_at=NOW, page=1)
            assert all("王乙" in claim.title for claim, _ in rows)
        listed = len(sent)
        db.session.expunge_all()
        actor = Way().account(DESK)
        with statements() as sent:
            found, _ = running(actor, Wanted(), now=NOW, soon_at=NOW)
            named = deadlines.named_all(found)
            assert all("王乙" in one.title for one in named.values())
        return listed, len(sent)

    Way().register()
    first = cost()
    for _ in range(6):
        Way().register()
    db.session.expunge_all()
    assert cost() == first
