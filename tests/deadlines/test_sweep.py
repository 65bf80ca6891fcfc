"""The sweep rings every stage once, tells whoever must know, and is stopped by nothing that is broken."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.sweep import BATCH, due_to_ring, sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState, Stage
from app.notifications.models import Notice, NoticeKind
from tests.agreements.paths import Path
from tests.deadlines.things import KIND, STRANGE, Thing, Things, account, again, begin, deeds, holder, row_of
from tests.story import Story
from tests.together import at_once
from tests.town import NOW, REGION

SOON = datetime(2026, 12, 20, 8, 0, tzinfo=SHANGHAI)
TODAY = datetime(2026, 12, 23, 8, 0, tzinfo=SHANGHAI)
END = end_of_day(date(2026, 12, 23))
ACCEPTED = date(2026, 11, 23)
LEASE = timedelta(seconds=300)


def start_many(count: int, code: str = "M2", on: date = ACCEPTED) -> None:
    with transaction():
        actor, committee = account("mediator"), holder(1)
        for number in range(1, count + 1):
            open_deadline(Thing(number), code, starts=on, region=REGION, committee_id=committee, actor=actor, now=NOW)


def heard(login_name: str) -> list[str]:
    """What an account was told of deadlines, without the parties' names."""
    db.session.rollback()
    of_deadlines = {"account_id": account(login_name).id, "kind": NoticeKind.DEADLINE}
    found = db.session.query(Notice).filter_by(**of_deadlines).order_by(Notice.id)
    return [notice.text.partition("：")[2] for notice in found]


def test_every_stage_rings_once_in_its_time(app: Flask, things: Things) -> None:
    row = begin("M2", ACCEPTED)
    for moment, rings in ((SOON, Stage.SOON), (TODAY, Stage.TODAY), (END, Stage.LAPSED)):
        assert sweep_deadlines(moment - timedelta(seconds=1)) == 0
        assert sweep_deadlines(moment) == 1
        assert sweep_deadlines(moment + timedelta(minutes=1)) == 0
        assert things.rings[-1] == (1, rings)
        assert again(row.id).rung is rings
    assert [stage for _, stage in things.rings] == [Stage.SOON, Stage.TODAY, Stage.LAPSED]
    assert (row.rings_at, row.leased_until) == (None, None)
    assert sweep_deadlines(END + timedelta(days=900)) == 0


def test_what_was_slept_through_rings_once_as_what_it_is_now(app: Flask, things: Things) -> None:
    row = begin("M2", ACCEPTED)
    assert sweep_deadlines(END + timedelta(days=30)) == 1
    assert things.rings == [(1, Stage.LAPSED)]
    assert again(row.id).lapsed_at == END + timedelta(days=30)


def test_a_lapse_is_written_once_and_leaves_what_must_still_be_done(app: Flask, things: Things) -> None:
    row = begin("D5", date(2026, 10, 10))
    for day in range(3):
        sweep_deadlines(end_of_day(date(2026, 12, 9)) + timedelta(days=day))
    assert deeds("deadline:lapsed", row.id) == [{"code": "D5", "due_on": "2026-12-09"}]
    again(row.id)
    assert (row.state, row.closed_at) == (DeadlineState.LAPSED, None)


@pytest.mark.parametrize("code", ["M5", "D4", "D7", "M9b", "C1"])
def test_a_window_is_closed_by_its_end(app: Flask, things: Things, code: str) -> None:
    row = begin(code, ACCEPTED)
    end = row.due_at
    sweep_deadlines(end)
    again(row.id)
    assert (row.state, row.closed_at, row.closed_by_id) == (DeadlineState.LAPSED, end, None)
    assert len(deeds("deadline:lapsed", row.id)) == 1


@pytest.mark.parametrize("code", ["M1", "M2", "D5", "L1", "W1"])
def test_what_still_has_to_be_done_stays(app: Flask, things: Things, code: str) -> None:
    row = begin(code, NOW)
    sweep_deadlines(row.due_at)
    assert again(row.id).is_running
    assert row.state is DeadlineState.LAPSED


def test_a_period_that_is_met_between_two_stages_rings_no_more(app: Flask, things: Things) -> None:
    row = begin("M2", ACCEPTED)
    sweep_deadlines(SOON)
    with transaction():
        met = db.session.get_one(Deadline, row.id)
        met.state, met.closed_at, met.rings_at = DeadlineState.MET, SOON, None
    assert sweep_deadlines(END) == 0
    assert things.rings == [(1, Stage.SOON)]


def test_a_row_of_a_kind_nobody_entered_does_not_stop_the_others(app: Flask, things: Things) -> None:
    first, broken, last = begin("M2", ACCEPTED, 1), begin("M2", ACCEPTED, 2, kind=STRANGE), begin("M2", ACCEPTED, 3)
    assert sweep_deadlines(END) == 2
    assert [again(row.id).state for row in (first, broken, last)] == [
        DeadlineState.LAPSED,
        DeadlineState.OPEN,
        DeadlineState.LAPSED,
    ]
    assert deeds("deadline:lapsed", broken.id) == []


def test_a_row_of_a_rule_nobody_knows_any_more_does_not_stop_the_others(app: Flask, things: Things) -> None:
    broken, good = begin("M2", ACCEPTED, 1), begin("M2", ACCEPTED, 2)
    with transaction():
        db.session.get_one(Deadline, broken.id).code = "Z9"
    assert sweep_deadlines(END) == 1
    assert again(good.id).state is DeadlineState.LAPSED


def test_what_did_not_ring_comes_back_when_its_lease_is_over(app: Flask, things: Things) -> None:
    row = begin("M2", ACCEPTED, kind=STRANGE)
    sweep_deadlines(END)
    assert again(row.id).leased_until == END + LEASE
    with transaction():
        db.session.get_one(Deadline, row.id).subject_kind = KIND
    assert sweep_deadlines(END + LEASE - timedelta(seconds=1)) == 0
    assert sweep_deadlines(END + LEASE) == 1
    assert things.rings == [(1, Stage.LAPSED)]


def test_a_sweep_that_died_after_its_claim_loses_nothing(app: Flask, things: Things) -> None:
    start_many(5)
    with transaction():
        for row in db.session.scalars(due_to_ring(END)):
            row.leased_until = END + LEASE
    assert sweep_deadlines(END) == 0
    assert sweep_deadlines(END + LEASE) == 5
    assert len(deeds("deadline:lapsed")) == 5


def test_more_than_one_batch_rings_in_one_sweep(app: Flask, things: Things) -> None:
    start_many(BATCH * 2 + 1)
    assert sweep_deadlines(END) == BATCH * 2 + 1
    assert sweep_deadlines(END) == 0


def test_broken_rows_at_the_front_do_not_starve_those_behind(app: Flask, things: Things) -> None:
    start_many(BATCH + 5)
    with transaction():
        db.session.query(Deadline).update({"subject_kind": STRANGE})
    good = begin("M2", date(2026, 11, 24), 900)
    assert sweep_deadlines(end_of_day(date(2026, 12, 24))) == 1
    assert again(good.id).state is DeadlineState.LAPSED


def test_the_earliest_ring_comes_first(app: Flask, things: Things) -> None:
    for number, day in ((1, 24), (2, 22), (3, 23)):
        begin("M2", date(2026, 11, day), number)
    db.session.rollback()
    claimed = [row.subject_id for row in db.session.scalars(due_to_ring(END + timedelta(days=9)))]
    assert claimed == [2, 3, 1]
    db.session.rollback()


@pytest.mark.both
def test_two_sweeps_at_once_ring_every_row_once(app: Flask, things: Things) -> None:
    start_many(60)
    db.session.remove()
    rang = at_once(app, [lambda: sweep_deadlines(END), lambda: sweep_deadlines(END)])
    assert sum(rang) == 60
    assert sorted(things.rings) == sorted((number, Stage.LAPSED) for number in range(1, 61))
    assert len(deeds("deadline:lapsed")) == 60


@pytest.mark.both
def test_a_row_that_is_met_while_a_sweep_runs_is_rung_or_met_and_never_both_open_and_silent(
    app: Flask, things: Things
) -> None:
    start_many(30)
    db.session.remove()

    def meet_all() -> int:
        done = 0
        for number in range(1, 31):
            with transaction():
                found = select(Deadline).where(Deadline.subject_id == number).with_for_update()
                row = db.session.scalars(found).one()
                row.state, row.closed_at, row.rings_at = DeadlineState.MET, END, None
                done += 1
        return done

    at_once(app, [lambda: sweep_deadlines(END), meet_all])
    db.session.expire_all()
    assert {row.state for row in db.session.query(Deadline)} == {DeadlineState.MET}
    assert sweep_deadlines(END + LEASE) == 0


def test_the_month_is_told_to_the_head_and_to_whoever_presides_once_each(app: Flask) -> None:
    Story().mediating_at("village", by="head")
    for moment in (SOON, SOON + timedelta(minutes=1), TODAY, END, END + timedelta(days=1)):
        sweep_deadlines(moment)
    assert [("还有3天" in one, "今天到期" in one, "期限到了" in one) for one in heard("head")] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert heard("mediator") == heard("stranger") == heard("stranger-head") == heard("town-head") == []


def test_a_mediator_who_presides_without_being_head_is_told_too(app: Flask) -> None:
    story = Story().register("head").start_at("village", "head").accept("head").consent("head").tell_rights("head")
    story.choose_mediators("head", presiding="吴桂兰")
    sweep_deadlines(SOON)
    assert len(heard("mediator")) == len(heard("head")) == 1
    assert all("王甲" in notice.text for notice in db.session.query(Notice))


def test_a_review_is_told_to_its_adviser_and_its_lapse_to_the_committee(app: Flask) -> None:
    path = Path().drafted().sent()
    waits = path.period("L1")
    soon = waits.due_at - timedelta(hours=6)
    sweep_deadlines(soon)
    assert len(heard("adviser")) == 1
    assert heard("head") == heard("mediator") == []
    sweep_deadlines(waits.due_at)
    assert len(heard("adviser")) == 1
    assert len(heard("head")) == 1


def test_a_letter_nobody_answered_is_told_to_both_committees(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    end = story.period("R1").due_at
    sweep_deadlines(datetime(2026, 11, 26, 8, 0, tzinfo=SHANGHAI))
    assert len(heard("town-head")) == 1
    assert heard("head") == []
    sweep_deadlines(end)
    assert len(heard("town-head")) == 2
    assert len([one for one in heard("head") if "期限到了" in one]) == 1


def test_an_account_that_left_is_told_nothing(app: Flask) -> None:
    Story().mediating_at("village")
    with transaction():
        account("head").disabled_at = NOW
    sweep_deadlines(SOON)
    assert heard("head") == []
    assert db.session.query(Notice).count() == 1, "whoever typed it is told"


def test_a_change_of_nothing_but_certainty_is_not_told_twice(app: Flask) -> None:
    """An import that only takes 暂定 away lets the row ring anew; the person is told once."""
    story = Story().mediating_at("village")
    sweep_deadlines(SOON)
    with transaction():
        row = db.session.get_one(Deadline, story.period("M2").id)
        row.rung, row.rings_at = Stage.RUNNING, SOON
    sweep_deadlines(SOON + timedelta(minutes=1))
    assert len(heard("head")) == 1


def test_a_look_at_what_is_due_changes_no_row(app: Flask, things: Things) -> None:
    row = begin("M2", ACCEPTED)
    before = row_of(row.id)
    assert len(db.session.scalars(due_to_ring(END)).all()) == 1
    db.session.rollback()
    assert row_of(row.id) == before
