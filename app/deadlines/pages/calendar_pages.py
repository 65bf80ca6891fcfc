"""What the calendar page shows of one year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Actor
from app.deadlines.actions.calendar_changes import Change
from app.deadlines.models import Deadline
from app.deadlines.queries import changed_days, visible_to
from app.deadlines.queries.calendar_source import town_calendar
from app.deadlines.registry import registry
from workflows.periods.holidays import WEEKDAYS, DayKind, DayMark
from workflows.periods.rules import PeriodRule

ONE_DAY = timedelta(days=1)
NOT_SHOWN = "（名字不显示）"


@dataclass(frozen=True)
class YearShown:
    """One year: its notice (empty while there is none), its holidays as runs of days, its make-up workdays."""

    year: int
    notice: str
    is_provisional: bool
    holidays: list[tuple[str, str]]
    workdays: list[tuple[str, str]]
    changed: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Moved:
    """One line of the list of changes: whose period, which, from when to when."""

    number: str
    title: str
    rule: PeriodRule
    before: date
    after: date
    unrolled: date
    is_moved: bool


def year_shown(year: int) -> YearShown:
    """A year as it stands, the town's changes in it.  Raises HolidaysRefused for a year that is not known."""
    calendar = town_calendar()
    kept = calendar.year(year)
    days = [date(year, 1, 1) + ONE_DAY * place for place in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    marks = [(day, calendar.mark(day)) for day in days]
    return YearShown(
        year=year,
        notice=kept.notice,
        is_provisional=kept.is_provisional,
        holidays=_runs((day, mark) for day, mark in marks if mark.kind is DayKind.HOLIDAY),
        workdays=[(_words(day), f"{mark.name}调休") for day, mark in marks if mark.kind is DayKind.MAKE_UP],
        changed=[
            (_words(one.day), DayMark(one.kind, one.name).words(one.day), one.reason) for one in changed_days(year)
        ],
    )


def _runs(days: Iterable[tuple[date, DayMark]]) -> list[tuple[str, str]]:
    """Neighbouring days of one holiday as one line."""
    runs: list[list[tuple[date, DayMark]]] = []
    for day, mark in days:
        if runs and runs[-1][-1] == (day - ONE_DAY, mark):
            runs[-1].append((day, mark))
        else:
            runs.append([(day, mark)])
    return [(run[0][1].name, _span([day for day, _ in run])) for run in runs]


def _span(days: list[date]) -> str:
    return _words(days[0]) if len(days) == 1 else f"{_words(days[0])}到{_words(days[-1])}，共{len(days)}天"


def _words(day: date) -> str:
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def told_changes(changes: Iterable[Change], *, for_: Actor | None) -> list[Change]:
    """The changes that exist for an account (none: the command line): those of closed kinds only if it sees them."""
    listed = list(changes)
    closed = [one.deadline.id for one in listed if one.deadline.subject_kind in registry.closed_kinds]
    seen = _seen(closed, for_) if for_ is not None and closed else set()
    return [one for one in listed if one.deadline.id not in closed or one.deadline.id in seen]


def count_moved(changes: Iterable[Change], *, for_: Actor) -> int:
    """How many periods move, as an account may be told."""
    return sum(one.is_moved for one in told_changes(changes, for_=for_))


def _seen(deadline_ids: list[int], actor: Actor) -> set[int]:
    return set(db.session.scalars(select(Deadline.id).where(Deadline.id.in_(deadline_ids), visible_to(actor))))


def moved_shown(changes: Iterable[Change], *, for_: Actor) -> list[Moved]:
    """What a change moves, those that move first; with the names only of what the account may see."""
    listed = told_changes(changes, for_=for_)
    named = registry.named_all([one.deadline for one in listed])
    seen = _seen([one.deadline.id for one in listed], for_)
    shown = []
    for one in listed:
        subject = named[one.deadline.subject_kind, one.deadline.subject_id]
        shown.append(
            Moved(
                subject.number,
                subject.title if one.deadline.id in seen else NOT_SHOWN,
                one.after.rule,
                one.due_before,
                one.after.due_on,
                one.after.unrolled_on,
                one.is_moved,
            )
        )
    return sorted(shown, key=lambda one: not one.is_moved)
