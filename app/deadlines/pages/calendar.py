"""The calendar: the holidays and make-up workdays of one year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.asked import whole_number
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.deadlines.pages import blueprint
from app.deadlines.pages.forms import DayForm, YearForm
from app.deadlines.queries import changed_days
from app.deadlines.queries.calendar_source import town_calendar
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR, WEEKDAYS, DayKind, DayMark

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class YearShown:
    """One year: its notice (empty while there is none), its holidays as runs of days, its make-up workdays."""

    year: int
    notice: str
    is_provisional: bool
    holidays: list[tuple[str, str]]
    workdays: list[tuple[str, str]]
    changed: list[tuple[str, str, str]]


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


@blueprint.get("/calendar")
@requires(Permission.DEADLINE_SEE)
def calendar() -> ResponseReturnValue:
    """The holidays and make-up workdays of a year; a year without its notice is 暂定."""
    year = whole_number(request.args.get("year")) or clock.today().year
    return calendar_page(min(max(year, FIRST_YEAR), LAST_YEAR), YearForm(formdata=None), DayForm(formdata=None))


def calendar_page(year: int, year_form: YearForm, day_form: DayForm) -> str:
    """A year with its two forms."""
    return render(
        "deadlines/calendar.html",
        shown=year_shown(year),
        year_form=year_form,
        day_form=day_form,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
    )
