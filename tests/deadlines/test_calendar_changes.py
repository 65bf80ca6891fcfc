"""The notice of a year comes in, or a single day changes: every running period is reckoned anew, and says so."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from app.core.clock import SHANGHAI, end_of_day
from app.core.db import db
from app.core.errors import DomainError, Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.actions.change_day import DayPreview, change_day, preview_day
from app.deadlines.actions.extend_deadline import extend_deadline
from app.deadlines.actions.import_year import Preview, import_year, preview_year, read_notice
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.suspend_deadline import suspend_deadline
from app.deadlines.models import Deadline, TownDay, TownYear
from app.deadlines.queries.calendar_source import BPMN_FOLDER, town_calendar
from app.notifications.models import Notice, NoticeKind
from tests.deadlines.things import (
    MALFORMED,
    STRANGE,
    Thing,
    Things,
    account,
    again,
    all_rows,
    begin,
    deeds,
    holder,
    is_fresh,
    notice_2027,
    row_of,
)
from tests.story import Story
from tests.together import at_once
from tests.town import REGION
from tests.trail import trail_fault
from workflows.periods.holidays import DayKind
from workflows.periods.reckon import Extension, Span

pytestmark = pytest.mark.usefixtures("things")
EVE = datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)
"""Sunday, 20 December 2026: the notice of 2027 is not out yet."""
CODES = ("D4", "D5", "D7", "D10", "D12b", "M1", "M2", "M5", "M9", "M9b", "R1", "W1", "W2", "C1")


def bring_in(content: bytes | None = None, now: datetime = EVE) -> Preview:
    read = read_notice(content or notice_2027(), "2027.json")
    with transaction():
        return import_year(read, actor=account("admin"), now=now)


def change(day: date, kind: DayKind, name: str = "", *, reason: str = "市政府通知", now: datetime = EVE) -> DayPreview:
    with transaction():
        return change_day(day, kind, name, reason=reason, actor=account("admin"), now=now)


def start_many() -> None:
    """Periods of every kind beginning every 27 days over fourteen months; some extended, some suspended."""
    with transaction():
        actor, committee = account("mediator"), holder(1)
        for place, code in enumerate(CODES):
            for step in range(16):
                on = date(2026, 10, 1) + timedelta(days=step * 27 + place * 5 % 27)
                row = open_deadline(
                    Thing(place * 100 + step),
                    code,
                    starts=on,
                    region=REGION,
                    committee_id=committee,
                    actor=actor,
                    now=EVE,
                )
                if code == "D5" and step % 2:
                    extend_deadline(row, Extension(on, days=1 + step % 30), reason="难", actor=actor, now=EVE)
                if code == "M2" and step % 2:
                    until = row.due_on + timedelta(days=1 + step % 9)
                    extend_deadline(row, Extension(on, until=until), reason="都同意", actor=actor, now=EVE)
                if code == "D10" and step % 2:
                    span = Span(on + timedelta(days=3), on + timedelta(days=3 + step % 5))
                    suspend_deadline(row, span, reason="听证", actor=actor, now=EVE)


def test_before_the_notice_is_out_a_date_of_the_next_year_is_provisional_and_says_so(app: Flask) -> None:
    row = begin("D5", date(2026, 12, 10), now=EVE)
    assert (row.unrolled_on, row.due_on, row.is_provisional) == (date(2027, 2, 8), date(2027, 2, 9), True)
    assert row.explanation.endswith("顺延到2027年2月9日（2027年的放假安排还没有公布，暂定）。")
    early = begin("D5", date(2026, 10, 10), 2, now=EVE)
    assert (early.due_on, early.is_provisional) == (date(2026, 12, 9), False)


def test_the_notice_moves_what_it_touches_and_makes_the_rest_certain(app: Flask) -> None:
    later = begin("D5", date(2026, 12, 10), 1, now=EVE)
    earlier = begin("M2", date(2026, 12, 31), 2, now=EVE)
    same = begin("M2", date(2026, 12, 19), 3, now=EVE)
    untouched = begin("M2", date(2026, 11, 20), 4, now=EVE)
    assert (earlier.unrolled_on, earlier.due_on) == (date(2027, 1, 31), date(2027, 2, 1))
    before = row_of(untouched.id)
    found = bring_in()
    assert {(one.deadline.subject_id, one.is_moved) for one in found.changes} == {(1, True), (2, True), (3, False)}
    assert (again(later.id).due_on, later.due_at) == (date(2027, 2, 12), end_of_day(date(2027, 2, 12)))
    assert later.unrolled_on == date(2027, 2, 8)
    assert (again(earlier.id).due_on, earlier.unrolled_on) == (date(2027, 1, 31),) * 2
    assert not any(row.is_provisional for row in (later, earlier, again(same.id)))
    assert "暂定" not in later.explanation + earlier.explanation + same.explanation
    assert row_of(untouched.id) == before


def test_what_the_notice_moved_stands_on_the_trail_of_each_and_of_the_year(app: Flask) -> None:
    moved, same = begin("D5", date(2026, 12, 10), 1, now=EVE), begin("M2", date(2026, 12, 19), 3, now=EVE)
    bring_in()
    notice = "国务院办公厅关于2027年部分节假日安排的通知"
    assert deeds("deadline:recomputed", moved.id) == [{"why": notice, "before": "2027-02-09", "due_on": "2027-02-12"}]
    assert deeds("deadline:recomputed", same.id) == []
    assert deeds("calendar:imported", 2027) == [{"notice": notice, "moved": 1}]
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_after_a_notice_every_running_period_says_what_a_fresh_computation_says(app: Flask) -> None:
    start_many()
    before = {row["id"]: (row["unrolled_on"], row["due_on"]) for row in all_rows()}
    previewed = {
        one.deadline.id for one in preview_year(read_notice(notice_2027(), "2027.json")).changes if one.is_moved
    }
    found = bring_in()
    db.session.expire_all()
    rows = db.session.query(Deadline).all()
    assert [row.id for row in rows if not is_fresh(row)] == []
    moved = {row.id for row in rows if before[row.id] != (row.unrolled_on, row.due_on)}
    assert moved == previewed == {one.deadline.id for one in found.changes if one.is_moved}
    assert len(moved) >= 10
    assert not any(row.is_provisional for row in rows if row.due_on.year == 2027)


def test_after_a_single_day_every_running_period_says_what_a_fresh_computation_says(app: Flask) -> None:
    start_many()
    for day, kind, name in (
        (date(2026, 12, 23), DayKind.HOLIDAY, "雪"),
        (date(2027, 1, 2), DayKind.MAKE_UP, "元旦"),
        (date(2027, 2, 5), DayKind.WORKDAY, ""),
        (date(2026, 12, 23), DayKind.WORKDAY, ""),
    ):
        change(day, kind, name)
        db.session.expire_all()
        assert [row.id for row in db.session.query(Deadline) if not is_fresh(row)] == []


def test_whoever_holds_a_period_hears_that_its_last_day_moved(app: Flask, things: Things) -> None:
    begin("D5", date(2026, 12, 10), 1, now=EVE)
    begin("M2", date(2026, 12, 19), 3, now=EVE)
    bring_in()
    assert things.moves == [(1, date(2027, 2, 9), date(2027, 2, 12))]


def test_a_moved_period_of_a_case_is_told_to_its_committee_once(app: Flask) -> None:
    Story(datetime(2026, 12, 31, 9, 0, tzinfo=SHANGHAI)).mediating_at("village")
    bring_in()
    found = db.session.query(Notice).filter_by(account_id=account("head").id).all()
    (told,) = [notice.text for notice in found if notice.kind is NoticeKind.CALENDAR]
    assert "2027年2月1日改成2027年1月31日" in told
    assert told.endswith("。")


def test_a_row_of_a_kind_nobody_entered_bars_no_notice(app: Flask) -> None:
    strange = begin("D5", date(2026, 12, 10), 1, kind=STRANGE, now=EVE)
    good = begin("D5", date(2026, 12, 10), 3, now=EVE)
    bring_in()
    assert again(strange.id).due_on == again(good.id).due_on == date(2027, 2, 12)


@pytest.mark.both
def test_a_period_that_is_over_is_not_reckoned_anew(app: Flask) -> None:
    row = begin("D5", date(2026, 12, 10), now=EVE)
    with transaction():
        db.session.query(Deadline).update({"closed_at": EVE, "state": "met", "rings_at": None})
    before = row_of(row.id)
    assert bring_in().changes == []
    assert row_of(row.id) == before


def test_looking_at_what_a_notice_would_move_moves_nothing(app: Flask) -> None:
    begin("D5", date(2026, 12, 10), now=EVE)
    before = all_rows()
    assert [one.is_moved for one in preview_year(read_notice(notice_2027(), "2027.json")).changes] == [True]
    db.session.commit()
    assert all_rows() == before
    assert db.session.query(TownYear).count() == 0
    assert town_calendar().year(2027).is_provisional


def refuse(content: bytes, words: str, error: type[DomainError]) -> None:
    before = all_rows()
    years = [(one.year, one.content) for one in db.session.query(TownYear)]
    for attempt in (lambda: preview_year(read_notice(content, "文件")), lambda: bring_in(content)):
        with pytest.raises(error, match=words) as refused:
            attempt()
        assert refused.value.sentence.endswith("。")
    assert all_rows() == before
    assert [(one.year, one.content) for one in db.session.query(TownYear)] == years


def test_the_same_notice_again_is_a_sentence_and_changes_nothing(app: Flask) -> None:
    begin("D5", date(2026, 12, 10), now=EVE)
    bring_in()
    refuse(notice_2027(), "内容一样，没有改动", NotNow)
    assert len(deeds("calendar:imported")) == 1


def test_the_same_year_with_other_content_is_a_sentence_and_changes_nothing(app: Flask) -> None:
    begin("D5", date(2026, 12, 10), now=EVE)
    bring_in()
    refuse(notice_2027(workdays={}), "跟这份内容不一样，没有改动", NotNow)
    assert again(1).due_on == date(2027, 2, 12)


@pytest.mark.both
def test_a_year_of_the_files_is_not_replaced(app: Flask) -> None:
    said = json.loads((BPMN_FOLDER / "holidays" / "2026.json").read_text(encoding="utf-8"))
    refuse(json.dumps(said).encode(), "内容一样", NotNow)
    said["workdays"].pop("2026-10-10")
    refuse(json.dumps(said).encode(), "不一样，没有改动", NotNow)


@pytest.mark.parametrize("fault", MALFORMED)
def test_a_malformed_notice_is_a_sentence_and_changes_nothing(app: Flask, fault: str) -> None:
    begin("D5", date(2026, 12, 10), now=EVE)
    refuse(MALFORMED[fault](), "。$", Invalid)
    assert deeds("calendar:imported") == []


@pytest.mark.both
def test_two_who_bring_in_the_same_year_at_once_bring_it_in_once(app: Flask) -> None:
    row = begin("D5", date(2026, 12, 10), now=EVE)
    db.session.remove()

    def try_it() -> str:
        try:
            bring_in()
        except DomainError as refused:
            return refused.sentence
        return ""

    said = at_once(app, [try_it, try_it])
    assert sorted(bool(one) for one in said) == [False, True]
    assert again(row.id).due_on == date(2027, 2, 12)
    assert len(deeds("calendar:imported")) == len(deeds("deadline:recomputed")) == 1


@pytest.mark.both
def test_a_period_that_begins_while_a_notice_comes_in_is_reckoned_by_it(app: Flask) -> None:
    """Whichever is first, in the end every row says what the calendar says."""
    db.session.remove()

    def keep_beginning(code: str, on: date, numbers: range) -> None:
        for number in numbers:
            while True:
                with suppress(NotNow):
                    begin(code, on, number, now=EVE)
                    break

    deeds_at_once: list[Callable[[], object]] = [
        bring_in,
        lambda: keep_beginning("D5", date(2026, 12, 10), range(10, 20)),
        lambda: keep_beginning("M2", date(2026, 12, 31), range(20, 30)),
    ]
    at_once(app, deeds_at_once)
    db.session.expire_all()
    rows = db.session.query(Deadline).all()
    assert len(rows) == 20
    assert [row.subject_id for row in rows if not is_fresh(row)] == []


def test_an_agreed_day_that_a_notice_overtakes_bars_no_notice(app: Flask) -> None:
    """The month ends on 9 February, agreed until the 11th; by the notice the 9th rolls to the 12th."""
    row = begin("M2", date(2027, 1, 9), now=EVE)
    with transaction():
        extension = Extension(date(2027, 1, 20), until=date(2027, 2, 11))
        extend_deadline(again(row.id), extension, reason="都同意", actor=None, now=EVE)
    assert again(row.id).due_on == date(2027, 2, 11)
    other = begin("D5", date(2026, 12, 10), 2, now=EVE)
    bring_in()
    assert again(other.id).due_on == date(2027, 2, 12)
    assert again(row.id).due_on == date(2027, 2, 12)
    assert is_fresh(row)


def test_an_extension_that_was_in_time_stays_when_a_notice_moves_the_end_before_it(app: Flask) -> None:
    """60 days end on Sunday, 31 January, rolled to 1 February; by the notice the Sunday is worked."""
    row = begin("D5", date(2026, 12, 2), now=EVE)
    assert (row.unrolled_on, row.due_on) == (date(2027, 1, 31), date(2027, 2, 1))
    with transaction():
        extend_deadline(again(row.id), Extension(date(2027, 2, 1), days=30), reason="案情复杂", actor=None, now=EVE)
    assert again(row.id).unrolled_on == date(2027, 3, 2)
    bring_in()
    assert (again(row.id).unrolled_on, row.due_on) == (date(2027, 3, 2), date(2027, 3, 2))
    assert is_fresh(row)


def test_a_day_made_a_holiday_rolls_what_ends_on_it(app: Flask) -> None:
    row = begin("M2", date(2026, 11, 23), now=EVE)
    found = change(date(2026, 12, 23), DayKind.HOLIDAY, "大雪停工")
    assert (found.before.kind, found.after.kind) == (DayKind.WORKDAY, DayKind.HOLIDAY)
    assert (again(row.id).unrolled_on, row.due_on) == (date(2026, 12, 23), date(2026, 12, 24))
    assert "12月23日是大雪停工假期" in row.explanation
    assert deeds("deadline:recomputed", row.id) == [
        {"why": "市政府通知", "before": "2026-12-23", "due_on": "2026-12-24"}
    ]
    (kept,) = deeds("calendar:day_changed", 2026)
    assert kept["day"] == "2026-12-23"
    assert (kept["before"], kept["after"], kept["reason"]) == ("workday", "holiday", "市政府通知")


@pytest.mark.both
def test_a_day_that_is_changed_back_moves_everything_back(app: Flask) -> None:
    row = begin("M2", date(2026, 11, 23), now=EVE)
    change(date(2026, 12, 23), DayKind.HOLIDAY, "大雪停工")
    change(date(2026, 12, 23), DayKind.WORKDAY)
    assert again(row.id).due_on == date(2026, 12, 23)
    assert db.session.query(TownDay).count() == 1


def test_a_weekend_that_is_worked_counts_among_working_days(app: Flask) -> None:
    row = begin("D4", date(2026, 12, 17), now=EVE)
    assert row.due_on == date(2026, 12, 24)
    change(date(2026, 12, 19), DayKind.MAKE_UP, "元旦")
    assert again(row.id).due_on == date(2026, 12, 23)


@pytest.mark.parametrize(
    ("day", "kind", "name", "words", "field"),
    [
        (date(2026, 12, 23), DayKind.MAKE_UP, "元旦", "星期一到星期五", "kind"),
        (date(2026, 12, 23), DayKind.WEEKEND, "", "星期一到星期五", "kind"),
        (date(2026, 12, 26), DayKind.WORKDAY, "", "调休上班", "kind"),
        (date(2026, 12, 23), DayKind.HOLIDAY, " ", "什么节", "name"),
        (date(2003, 12, 23), DayKind.HOLIDAY, "元旦", "2004年到2100年", "day"),
        (date(2026, 12, 23), DayKind.WORKDAY, "", "本来就是这样", ""),
        (date(2026, 10, 1), DayKind.HOLIDAY, "国庆节", "本来就是这样", ""),
    ],
)
def test_a_change_of_a_day_that_cannot_be_is_a_sentence_and_changes_nothing(
    app: Flask, day: date, kind: DayKind, name: str, words: str, field: str
) -> None:
    begin("M2", date(2026, 11, 23), now=EVE)
    before = all_rows()
    with pytest.raises(DomainError, match=words) as refused:
        change(day, kind, name)
    assert list(refused.value.fields) == ([field] if field else [])
    assert all_rows() == before
    assert db.session.query(TownDay).count() == 0


def test_a_day_is_not_changed_without_a_reason(app: Flask) -> None:
    with pytest.raises(Invalid, match="为什么改") as refused:
        change(date(2026, 12, 23), DayKind.HOLIDAY, "雪", reason="  ")
    assert list(refused.value.fields) == ["reason"]
    assert db.session.query(TownDay).count() == 0


def test_looking_at_what_a_day_would_move_moves_nothing(app: Flask) -> None:
    begin("M2", date(2026, 11, 23), now=EVE)
    before = all_rows()
    assert [one.after.due_on for one in preview_day(date(2026, 12, 23), DayKind.HOLIDAY, "雪").changes] == [
        date(2026, 12, 24)
    ]
    db.session.commit()
    assert all_rows() == before
    assert db.session.query(TownDay).count() == 0


def test_a_day_the_town_made_certain_is_provisional_no_more(app: Flask) -> None:
    row = begin("M2", date(2026, 12, 19), now=EVE)
    assert (row.due_on, row.is_provisional) == (date(2027, 1, 19), True)
    change(date(2027, 1, 19), DayKind.WORKDAY, reason="已经问清楚")
    assert (again(row.id).due_on, row.is_provisional) == (date(2027, 1, 19), False)


def test_a_change_that_is_refused_half_way_leaves_the_calendar_as_it_was(app: Flask) -> None:
    begin("M2", date(2026, 11, 23), now=EVE)

    def change_and_think_again() -> None:
        with transaction():
            change_day(date(2026, 12, 23), DayKind.HOLIDAY, "雪", reason="试", actor=account("admin"), now=EVE)
            assert town_calendar().is_rest(date(2026, 12, 23))
            raise NotNow("算了。")

    with pytest.raises(NotNow, match="算了"):
        change_and_think_again()
    assert not town_calendar().is_rest(date(2026, 12, 23))
    assert again(1).due_on == date(2026, 12, 23)
