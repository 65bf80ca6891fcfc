"""Periods begin, end, run on, are extended and suspended; a refusal leaves every row as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.core.errors import DomainError, Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.finish_deadline import close_deadlines, meet_deadlines
from app.deadlines.actions.reopen_deadline import reopen_deadline
from app.deadlines.actions.set_length import set_length
from app.deadlines.actions.suspend_deadline import suspend_deadline
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline, TownLength
from app.deadlines.queries import running_of
from app.deadlines.terms import DeadlineState, Stage
from tests.deadlines.things import KIND, Thing, account, again, all_rows, begin, deeds, is_fresh, row_of
from tests.together import at_once
from tests.town import NOW
from tests.trail import trail_fault
from workflows.periods.reckon import Extension, Span

pytestmark = pytest.mark.usefixtures("things")
ACCEPTED = date(2026, 8, 3)
DURING = datetime(2026, 9, 20, 10, 0, tzinfo=SHANGHAI)
TODAY = date(2026, 11, 23)


def running(number: int = 1) -> list[str]:
    db.session.rollback()
    return [one.code for one in running_of(KIND, number)]


def extend(deadline: Deadline, extension: Extension, *, reason: str = "案情复杂", now: datetime = DURING) -> Deadline:
    deadline_id = deadline.id
    with transaction():
        row = db.session.get_one(Deadline, deadline_id)
        extend_deadline(row, extension, reason=reason, actor=account("head"), now=now)
    return again(deadline_id)


def suspend(deadline: Deadline, span: Span, *, now: datetime = DURING) -> Deadline:
    deadline_id = deadline.id
    with transaction():
        row = db.session.get_one(Deadline, deadline_id)
        suspend_deadline(row, span, reason="听证", actor=account("head"), now=now)
    return again(deadline_id)


def finish(number: int, *codes: str, on: date | None = TODAY, part: str | None = None) -> list[str]:
    with transaction():
        actor = account("mediator")
        if on is not None:
            found = meet_deadlines(Thing(number), codes, on=on, actor=actor, now=NOW, part=part)
        else:
            found = close_deadlines(Thing(number), actor=actor, now=NOW, codes=set(codes) or None, part=part)
        return [one.code for one in found]


def test_a_period_knows_both_its_ends_its_sentence_and_who_began_it(app: Flask) -> None:
    opened = begin("D5", ACCEPTED, now=DURING)
    assert (opened.starts_on, opened.unrolled_on, opened.due_on) == (ACCEPTED, date(2026, 10, 2), date(2026, 10, 8))
    assert (opened.unrolled_at, opened.due_at) == (end_of_day(date(2026, 10, 2)), end_of_day(date(2026, 10, 8)))
    assert opened.explanation == "8月3日受理，次日起算60日，10月2日是国庆假期，顺延到10月8日。"
    assert (opened.length, opened.opened_by_id, opened.is_provisional) == (60, account("mediator").id, False)
    assert opened.rings_at == datetime(2026, 9, 29, 8, 0, tzinfo=SHANGHAI)


def test_a_period_of_hours_begins_at_its_moment(app: Flask) -> None:
    opened = begin("L1", NOW)
    assert (opened.starts_at, opened.due_at, opened.unrolled_at) == (NOW, *[NOW + timedelta(hours=24)] * 2)
    assert opened.starts_on == TODAY


@pytest.mark.parametrize(
    ("code", "starts", "words"),
    [
        ("X9", TODAY, "没有代号是“X9”的期限"),
        ("D5", date(2003, 12, 31), "2004年到2100年"),
        ("D5", date(2100, 12, 31), "2004年到2100年"),
    ],
)
def test_what_cannot_be_reckoned_is_a_sentence_and_no_row(app: Flask, code: str, starts: date, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        begin(code, starts)
    assert refused.value.sentence.endswith("。")
    assert all_rows() == []


@pytest.mark.both
def test_the_database_itself_refuses_a_second_running_period_of_one_code_and_part(app: Flask) -> None:
    begin("M9b", TODAY, part="duty-1")
    begin("M9b", TODAY, part="duty-2")
    begin("M9b", TODAY, 2, part="duty-1")
    with pytest.raises(IntegrityError):
        begin("M9b", date(2026, 11, 1), part="duty-1")
    assert len(all_rows()) == 3


def test_a_period_that_is_over_makes_room_for_the_next(app: Flask) -> None:
    first = begin("M2", TODAY)
    assert finish(1, "M2") == ["M2"]
    second = begin("M2", date(2026, 11, 22))
    assert first.id != second.id
    assert running() == ["M2"]
    assert [row["id"] for row in all_rows()] == [first.id, second.id]


def test_what_was_done_is_met_on_its_day_and_rings_no_more(app: Flask) -> None:
    met = again(begin("M2", TODAY).id)
    assert finish(1, "M1", "M2", on=date(2026, 11, 22)) == ["M2"]
    again(met.id)
    assert (met.state, met.done_on, met.closed_at) == (DeadlineState.MET, date(2026, 11, 22), NOW)
    assert (met.rings_at, met.closed_by_id) == (None, account("mediator").id)
    assert finish(1, "M2") == []


def test_closing_takes_the_codes_and_the_part_it_is_told(app: Flask) -> None:
    for code, part in (("M8a", ""), ("M8b", ""), ("M9b", "duty-1"), ("M9b", "duty-2")):
        begin(code, TODAY, part=part)
    assert finish(1, "M9b", on=None, part="duty-1") == ["M9b"]
    assert sorted(running()) == ["M8a", "M8b", "M9b"]
    assert sorted(finish(1, on=None)) == ["M8a", "M8b", "M9b"]
    assert {row["state"] for row in all_rows()} == {DeadlineState.CLOSED}


def test_what_was_undone_runs_on_from_where_it_began(app: Flask) -> None:
    row = begin("M2", TODAY)
    before = row_of(row.id)
    finish(1, "M2")
    with transaction():
        assert reopen_deadline(Thing(), "M2", actor=None, now=NOW + timedelta(days=2)) is not None
    after = row_of(row.id)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"row_version"}
    assert again(row.id).rings_at == datetime(2026, 12, 20, 8, 0, tzinfo=SHANGHAI)


def test_only_what_was_met_runs_on(app: Flask) -> None:
    begin("M2", TODAY)
    finish(1, "M2", on=None)
    with transaction():
        assert reopen_deadline(Thing(), "M2", actor=None, now=NOW) is None
        assert reopen_deadline(Thing(2), "M2", actor=None, now=NOW) is None
    assert running() == []


@pytest.mark.both
def test_a_period_that_runs_on_after_its_end_lapses(app: Flask) -> None:
    row = begin("M2", TODAY)
    finish(1, "M2")
    late = datetime(2027, 2, 1, 9, 0, tzinfo=SHANGHAI)
    with transaction():
        reopen_deadline(Thing(), "M2", actor=None, now=late)
    sweep_deadlines(late)
    again(row.id)
    assert (row.state, row.rung, row.closed_at) == (DeadlineState.LAPSED, Stage.LAPSED, None)


@pytest.mark.parametrize("by", [1, 29, 30])
def test_an_extension_counts_from_the_unrolled_end(app: Flask, by: int) -> None:
    row = extend(begin("D5", ACCEPTED, now=DURING), Extension(date(2026, 9, 20), days=by))
    assert row.unrolled_on == date(2026, 10, 2) + timedelta(days=by)
    assert row.length == 60
    assert is_fresh(row)


def test_the_extension_of_sixty_days_ends_on_the_second_of_november_and_is_on_its_trail(app: Flask) -> None:
    row = begin("D5", ACCEPTED, now=DURING)
    extend(row, Extension(date(2026, 9, 20), days=30))
    assert (row.unrolled_on, row.due_on) == (date(2026, 11, 1), date(2026, 11, 2))
    assert "10月2日（不顺延），经批准接着延长30日" in row.explanation
    assert row.rings_at == datetime(2026, 10, 29, 8, 0, tzinfo=SHANGHAI)
    assert deeds("deadline:extended", row.id) == [
        {
            "reason": "案情复杂",
            "before": {"unrolled_on": "2026-10-02", "due_on": "2026-10-08"},
            "unrolled_on": "2026-11-01",
            "due_on": "2026-11-02",
        }
    ]
    assert trail_fault(db.session.connection()) is None


@pytest.mark.parametrize("decided_on", [date(2026, 10, 2), date(2026, 10, 8)])
def test_an_extension_may_be_decided_up_to_the_rolled_end(app: Flask, decided_on: date) -> None:
    row = extend(begin("D5", ACCEPTED, now=DURING), Extension(decided_on, days=30))
    assert row.due_on == date(2026, 11, 2)


REFUSED_EXTENSIONS = {
    "decided after the rolled end": ("D5", Extension(date(2026, 10, 9), days=30), "已经过了，不能再延长"),
    "31 days": ("D5", Extension(date(2026, 9, 20), days=31), "最多延长30日"),
    "no days": ("D5", Extension(date(2026, 9, 20), days=0), "最多延长30日"),
    "an agreed day instead of days": ("D5", Extension(date(2026, 9, 20), until=date(2026, 10, 20)), "最多延长30日"),
    "a rule that knows none": ("D7", Extension(date(2026, 8, 20), days=5), "不能延长"),
    "consent to a day before the end": ("M2", Extension(date(2026, 8, 20), until=date(2026, 9, 3)), "要在原来的期限"),
    "consent to days": ("M2", Extension(date(2026, 8, 20), days=5), "要在原来的期限"),
}


@pytest.mark.parametrize("case", REFUSED_EXTENSIONS)
def test_an_extension_that_is_not_allowed_is_a_sentence_and_changes_nothing(app: Flask, case: str) -> None:
    code, extension, words = REFUSED_EXTENSIONS[case]
    row = begin(code, ACCEPTED, now=DURING)
    before = row_of(row.id)
    with pytest.raises(Invalid, match=words) as refused:
        extend(row, extension)
    assert refused.value.sentence.endswith("。")
    assert row_of(row.id) == before
    assert deeds("deadline:extended") == []


def test_an_extension_needs_a_reason_and_a_period_that_runs(app: Flask) -> None:
    row = begin("D5", ACCEPTED, now=DURING)
    with pytest.raises(Invalid, match="写明为什么"):
        extend(row, Extension(date(2026, 9, 20), days=30), reason="  ")
    finish(1, "D5")
    before = row_of(row.id)
    with pytest.raises(NotNow, match="不用再算"):
        extend(row, Extension(date(2026, 9, 20), days=30))
    assert row_of(row.id) == before


def test_an_approved_extension_is_given_once(app: Flask) -> None:
    row = extend(begin("D5", ACCEPTED, now=DURING), Extension(date(2026, 9, 20), days=10))
    before = row_of(row.id)
    with pytest.raises(NotNow, match="已经延长过一次"):
        extend(row, Extension(date(2026, 9, 21), days=10))
    assert row_of(row.id) == before
    assert len(deeds("deadline:extended")) == 1


@pytest.mark.both
def test_two_heads_who_extend_at_once_extend_once(app: Flask) -> None:
    deadline_id = begin("D5", ACCEPTED, now=DURING).id
    db.session.remove()

    def try_it(days: int) -> bool:
        try:
            extend(db.session.get_one(Deadline, deadline_id), Extension(date(2026, 9, 20), days=days))
        except (DomainError, StaleDataError):
            return False
        return True

    done = at_once(app, [lambda: try_it(10), lambda: try_it(20)])
    assert sorted(done) == [False, True]
    assert again(deadline_id).unrolled_on == date(2026, 10, 2) + timedelta(days=10 if done[0] else 20)


def test_consent_again_replaces_the_day_agreed_before(app: Flask) -> None:
    row = begin("M2", TODAY)
    for until in (date(2027, 1, 20), date(2027, 2, 20)):
        extend(row, Extension(TODAY, until=until), now=NOW)
        assert (row.unrolled_on, row.due_on) == (until, until)
    assert len(deeds("deadline:extended", row.id)) == 2


def test_a_lapsed_period_that_is_extended_into_the_future_is_open_and_rings_anew(app: Flask) -> None:
    row = begin("M2", date(2026, 10, 10))
    sweep_deadlines(NOW)
    assert again(row.id).state is DeadlineState.LAPSED
    extend(row, Extension(TODAY, until=date(2026, 12, 30)), now=NOW)
    assert (row.state, row.rung, row.lapsed_at) == (DeadlineState.OPEN, Stage.RUNNING, None)
    assert row.rings_at == datetime(2026, 12, 27, 8, 0, tzinfo=SHANGHAI)


def test_hearing_days_do_not_count_at_the_second_review(app: Flask) -> None:
    row = begin("D10", date(2026, 9, 1), now=DURING)
    assert row.unrolled_on == date(2026, 10, 1)
    suspend(row, Span(date(2026, 9, 21), date(2026, 9, 25)))
    assert row.unrolled_on == date(2026, 10, 6)
    assert row.due_on == date(2026, 10, 8)
    assert "9月21日到9月25日听证，5日不算" in row.explanation
    suspend(row, Span(date(2026, 9, 10), date(2026, 9, 10)))
    assert row.suspensions == (Span(date(2026, 9, 10), date(2026, 9, 10)), Span(date(2026, 9, 21), date(2026, 9, 25)))
    assert row.unrolled_on == date(2026, 10, 7)
    assert is_fresh(row)
    said = deeds("deadline:suspended", row.id)
    assert [(one["first"], one["last"], one["before"], one["due_on"]) for one in said] == [
        ("2026-09-21", "2026-09-25", "2026-10-08", "2026-10-08"),
        ("2026-09-10", "2026-09-10", "2026-10-08", "2026-10-08"),
    ]


REFUSED_SPANS = {
    "overlapping": ("D10", Span(date(2026, 9, 12), date(2026, 9, 14)), "不能重叠"),
    "the very same": ("D10", Span(date(2026, 9, 10), date(2026, 9, 12)), "不能重叠"),
    "before the start": ("D10", Span(date(2026, 8, 20), date(2026, 8, 21)), "还没有开始算"),
    "on the first day": ("D10", Span(date(2026, 9, 1), date(2026, 9, 2)), "还没有开始算"),
    "after the end": ("D10", Span(date(2026, 10, 20), date(2026, 10, 21)), "不能再中止"),
    "backwards": ("D10", Span(date(2026, 9, 20), date(2026, 9, 19)), "不能早于第一天"),
    "of another rule": ("D8", Span(date(2026, 9, 20), date(2026, 9, 21)), "不能中止"),
}


@pytest.mark.parametrize("case", REFUSED_SPANS)
def test_a_suspension_that_is_not_allowed_is_a_sentence_and_changes_nothing(app: Flask, case: str) -> None:
    code, span, words = REFUSED_SPANS[case]
    row = begin(code, date(2026, 9, 1), now=DURING)
    if code == "D10":
        suspend(row, Span(date(2026, 9, 10), date(2026, 9, 12)))
    before, told = row_of(row.id), len(deeds("deadline:suspended"))
    with pytest.raises(Invalid, match=words) as refused:
        suspend(row, span)
    assert refused.value.sentence.endswith("。")
    assert row_of(row.id) == before
    assert len(deeds("deadline:suspended")) == told


def test_a_period_that_is_over_is_not_suspended(app: Flask) -> None:
    row = begin("D10", date(2026, 9, 1), now=DURING)
    finish(1, "D10")
    with pytest.raises(NotNow, match="不能中止"):
        suspend(row, Span(date(2026, 9, 10), date(2026, 9, 12)))


def test_a_setting_counts_from_its_day_and_moves_no_running_period(app: Flask) -> None:
    running_one = begin("R1", TODAY)
    before = row_of(running_one.id)
    with transaction():
        set_length("R1", 5, from_on=date(2026, 12, 1), reason="镇里会议定的", actor=account("admin"), now=NOW)
    assert row_of(running_one.id) == before
    assert begin("R1", date(2026, 11, 30), 2).length == 3
    longer = begin("R1", date(2026, 12, 1), 3)
    assert (longer.length, longer.due_on) == (5, date(2026, 12, 8))
    assert is_fresh(again(running_one.id))
    assert deeds("deadline:length_set") == [
        {"code": "R1", "before": 3, "length": 5, "from_on": "2026-12-01", "reason": "镇里会议定的"}
    ]


def test_the_last_word_on_a_day_counts_and_later_days_keep_theirs(app: Flask) -> None:
    for length, day in ((5, date(2026, 12, 1)), (7, date(2027, 1, 1)), (6, date(2026, 12, 1))):
        with transaction():
            set_length("R1", length, from_on=day, reason="改", actor=account("admin"), now=NOW)
    assert [begin("R1", date(2026, 12, day), day).length for day in (1, 31)] == [6, 6]
    assert begin("R1", date(2027, 1, 4), 40).length == 7


@pytest.mark.parametrize(
    ("code", "length", "from_on", "reason", "words"),
    [
        ("D5", 50, TODAY, "想短一点", "不能改"),
        ("R1", 0, TODAY, "想短一点", "1到1000"),
        ("R1", 1001, TODAY, "想长一点", "1到1000"),
        ("R1", 5, date(2026, 11, 22), "昨天", "今天或者以后"),
        ("R1", 5, TODAY, " ", "为什么"),
        ("X9", 5, TODAY, "没有这种", "没有代号"),
    ],
)
def test_a_length_that_may_not_be_set_is_a_sentence_and_changes_nothing(
    app: Flask, code: str, length: int, from_on: date, reason: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words), transaction():
        set_length(code, length, from_on=from_on, reason=reason, actor=account("admin"), now=NOW)
    assert db.session.query(TownLength).count() == 0
