"""Clocks that ring: both sweeps together tell the desk, the office that handles, on the last day the leaders, and
nobody else; a window nobody used closes, anything else is late and still has to be done.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.accounts.models import Account
from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.terms import DeadlineState, Stage
from app.notifications.models import Notice, NoticeKind
from app.petitions.terms import ClaimStatus
from app.processes.actions.sweep import sweep_timers
from tests.bpmn.petition_stories import BODY
from tests.petitions.way import DESK, HANDLER, LEADER, Way

pytestmark = pytest.mark.usefixtures("app")

ACCEPTED = date(2026, 8, 3)
"""Sixty days end on 2 October by the text, on 8 October after the holidays."""


def morning(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 8, 0, tzinfo=SHANGHAI)


def sweep(at: datetime) -> None:
    """What the clockwork does every minute."""
    sweep_deadlines(at)
    sweep_timers(at)


def told_at(at: datetime) -> dict[str, list[str]]:
    """Who was told what of periods at this moment, by sign-in name."""
    sweep(at)
    found = db.session.query(Notice, Account).join(Account).filter(Notice.kind == NoticeKind.DEADLINE)
    told: dict[str, list[str]] = {}
    for notice, account in found.filter(Notice.created_at == at).order_by(Notice.id):
        told.setdefault(account.login_name, []).append(notice.text.partition("：")[2])
    db.session.rollback()
    return told


def test_the_desk_and_the_office_hear_early_and_the_leaders_on_the_last_day() -> None:
    Way().on(ACCEPTED).investigating()
    assert told_at(morning(9, 28)) == {}
    three_days = ["“办结并出具处理意见书”还有3天。"]
    assert told_at(morning(9, 29)) == {DESK: three_days, HANDLER: three_days}
    by_the_text = ["“办结并出具处理意见书”不顺延今天到期，顺延到10月8日。"]
    assert told_at(morning(10, 2)) == {DESK: by_the_text, HANDLER: by_the_text}
    last_day = ["“办结并出具处理意见书”10月2日已到，顺延今天到期。"]
    assert told_at(morning(10, 8)) == {DESK: last_day, LEADER: last_day, HANDLER: last_day}
    told = told_at(end_of_day(date(2026, 10, 8)))
    assert set(told) == {DESK, LEADER, HANDLER}
    assert "第四十五条" in told[LEADER][0]
    assert told_at(morning(10, 9)) == {}


def test_what_is_late_still_has_to_be_done_and_is_done_late() -> None:
    way = Way().on(ACCEPTED).investigating()
    sweep(end_of_day(date(2026, 10, 8)))
    assert (way.period("D5").state, way.period("D5").rung) == (DeadlineState.LAPSED, Stage.LAPSED)
    assert (way.open, way.claim.status) == (["investigate"], ClaimStatus.HANDLING)
    way.on(date(2026, 10, 12)).investigate().opinion().signed_off().sealed()
    assert (way.ended("D5").state, way.ended("D5").done_on) == (DeadlineState.MET, date(2026, 10, 12))


def test_before_an_office_handles_it_the_desk_alone_hears_of_the_notice() -> None:
    Way().on(date(2026, 9, 18)).register()
    early = ["“书面告知是否受理（直接提出的）”还有3天。"]
    assert told_at(morning(9, 30)) == {DESK: early}


@pytest.mark.both
def test_the_end_of_the_objection_closes_the_window_and_the_claim_goes_on() -> None:
    way = Way().on(date(2026, 2, 12)).transferred()
    told = told_at(end_of_day(date(2026, 2, 26)))
    assert set(told) == {DESK, LEADER}
    assert [one for one in told[DESK] if "不能再提异议，要自己办理" in one]
    assert (way.ended("D4").state, way.periods, way.open) == (DeadlineState.LAPSED, ["D3"], ["sort_claim"])


def test_an_objection_made_in_time_may_be_typed_after_its_window_closed() -> None:
    way = Way().on(date(2026, 2, 12)).transferred().sort()
    sweep(end_of_day(date(2026, 2, 26)))
    way.on(date(2026, 2, 28)).happened(date(2026, 2, 26)).decide("objection", **BODY).objection_out()
    assert (way.ended("D4").state, way.ended("D4").done_on) == (DeadlineState.MET, date(2026, 2, 26))


def test_a_longer_time_rings_at_its_own_end_and_not_at_the_old_one() -> None:
    way = Way().on(ACCEPTED).investigating()
    way.on(date(2026, 9, 20)).extension(30).letter_out()
    assert told_at(morning(10, 8)) == {}
    assert set(told_at(morning(11, 2))) == {DESK, LEADER, HANDLER}


def test_the_window_of_review_closes_and_asks_in_the_same_minute() -> None:
    way = Way().on(date(2026, 9, 1)).investigating().opinion_out()
    sweep(end_of_day(date(2026, 10, 8)) - timedelta(seconds=1))
    assert (way.open, way.claim.status) == ([], ClaimStatus.REVIEWABLE)
    sweep(end_of_day(date(2026, 10, 8)))
    assert (way.open, way.periods, way.claim.status) == (["ask_review"], [], ClaimStatus.REVIEWABLE)


def test_the_question_shows_the_window_until_its_own_sweep_closes_it() -> None:
    way = Way().on(date(2026, 9, 1)).investigating().opinion_out()
    at = end_of_day(date(2026, 10, 8))
    sweep_timers(at)
    assert (way.task("ask_review").due_at, way.task("ask_review").deadline.code) == (at, "D7")
    sweep_deadlines(at)
    way.on(date(2026, 10, 9)).answer("ask_review", outcome="none")
    assert (way.ended("D7").state, way.claim.closed_on) == (DeadlineState.LAPSED, date(2026, 10, 8))


def test_the_ten_days_ask_what_to_do_and_decide_nothing() -> None:
    way = Way().on(date(2026, 9, 23)).simple()
    told = told_at(end_of_day(date(2026, 10, 14)))
    assert set(told) == {DESK, LEADER}
    assert (way.open, way.period("D12b").state) == (["ask_conversion"], DeadlineState.LAPSED)
    assert way.task("ask_conversion").role == "petition_clerk"


def test_nobody_is_told_of_a_claim_that_is_over() -> None:
    way = Way().on(ACCEPTED).investigating()
    way.on(date(2026, 9, 1)).withdraw()
    for at in (morning(9, 29), morning(10, 2), morning(10, 8), end_of_day(date(2026, 10, 8))):
        assert told_at(at) == {}


@pytest.mark.both
def test_both_sweeps_ring_once_however_often_they_run() -> None:
    Way().on(ACCEPTED).investigating()
    at = end_of_day(date(2026, 10, 8))
    assert told_at(at) != {}
    before = db.session.query(Notice).count()
    sweep(at)
    sweep(at + timedelta(hours=1))
    assert db.session.query(Notice).count() == before
