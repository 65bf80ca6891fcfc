"""A deadline row and its reckoning: the one place that turns the one into the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from app.core import pages
from app.core.errors import Invalid
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import inner_reminders, period_rule, town_calendar
from app.deadlines.rules import Ends, Thresholds, next_ring, rung_already
from app.deadlines.terms import DeadlineState
from workflows.errors import EngineError
from workflows.periods.explain import sentence
from workflows.periods.holidays import Calendar
from workflows.periods.reckon import Extension, Reckoning, Span, reckon
from workflows.periods.rules import Unit


def reckoning_of(deadline: Deadline, calendar: Calendar | None = None) -> Reckoning:
    """The row computed anew from its start, with every day explained.  Raises `Invalid` when it cannot be."""
    extension = deadline.extension
    if extension is not None:
        plain = _with(deadline, None, calendar)
        extension = _still_good(extension, plain.due_on)
    return _with(deadline, extension, calendar)


def _with(deadline: Deadline, extension: Extension | None, calendar: Calendar | None) -> Reckoning:
    return reckoned(
        deadline.code,
        deadline.starts_at,
        length=deadline.length,
        suspensions=deadline.suspensions,
        extension=extension,
        calendar=calendar,
    )


def _still_good(extension: Extension, due_on: date) -> Extension | None:
    """An extension that was good when it was given stays so when the calendar moves the end under it.

    An agreed day which that end has overtaken adds nothing; an approval given in time is not late afterwards.
    """
    if extension.until is not None and extension.until <= due_on:
        return None
    if extension.days is not None and extension.decided_on > due_on:
        return replace(extension, decided_on=due_on)
    return extension


def reckoned(
    code: str,
    starts_at: datetime,
    *,
    length: int | None,
    suspensions: tuple[Span, ...] = (),
    extension: Extension | None = None,
    calendar: Calendar | None = None,
) -> Reckoning:
    """`workflows.periods.reckon.reckon` by code, on the town's calendar; its refusals as `Invalid`."""
    try:
        return reckon(
            period_rule(code),
            starts_at,
            calendar or town_calendar(),
            length=length,
            suspensions=suspensions,
            extension=extension,
        )
    except EngineError as refused:
        raise Invalid(str(refused)) from refused


def write(deadline: Deadline, reckoning: Reckoning, *, now: datetime) -> None:
    """Put a reckoning into its row and set when it rings next.

    A period whose end has moved into the future again is open again and will ring anew.
    """
    deadline.unrolled_on, deadline.due_on = reckoning.unrolled_on, reckoning.due_on
    deadline.unrolled_at, deadline.due_at = reckoning.unrolled_at, reckoning.due_at
    deadline.is_provisional = reckoning.is_provisional
    deadline.explanation = sentence(reckoning)
    if deadline.closed_at is not None:
        return
    if deadline.state is DeadlineState.LAPSED and deadline.due_at > now:
        deadline.state, deadline.lapsed_at = DeadlineState.OPEN, None
    if deadline.state is not DeadlineState.LAPSED:
        deadline.rung = rung_already(ends_of(deadline), now=now, thresholds=thresholds())
    set_ring(deadline, now=now)


def set_ring(deadline: Deadline, *, now: datetime) -> None:
    """When the row rings next, after the stage it has rung."""
    deadline.rings_at = next_ring(ends_of(deadline), deadline.rung, now=now, thresholds=thresholds())[1]
    deadline.leased_until = None


def ends_of(deadline: Deadline) -> Ends:
    """Both ends, as the rules of lights see them."""
    return Ends(deadline.unrolled_on, deadline.due_on, deadline.unrolled_at, deadline.due_at, is_timed(deadline.code))


def is_late_reminder(deadline: Deadline) -> bool:
    """Whether it only reminds the office and was over before anybody typed it: nobody is late with it (domain §10b)."""
    return deadline.opened_at >= deadline.due_at and deadline.code in inner_reminders()


def is_timed(code: str) -> bool:
    """Whether a period is one of hours."""
    return period_rule(code).unit is Unit.HOUR


def thresholds() -> Thresholds:
    """From when on a light is 临期, as the office has set it."""
    return Thresholds(days=pages.setting_number("SOON_DAYS"), hours=pages.setting_number("SOON_HOURS"))
