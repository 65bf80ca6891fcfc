"""Which periods begin and end with an agreement's effect, its promises and its confirmation by the court."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.agreements.actions.claims import settle_claim, settle_claims
from app.agreements.actions.open_period import open_period
from app.agreements.models import Agreement, Duty
from app.agreements.queries.debts import debt_with
from app.agreements.queries.duties import part_of
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines, meet_deadlines
from app.deadlines.actions.reopen_deadline import reopen_deadline
from app.deadlines.queries import newest_named, running_named
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR

CONFIRMATION = "M5"
VISITS = ("M8a", "M8b")
PROMISE = "M7"
WINDOW = timedelta(days=30)
"""From effect, where no period stands on record (人民调解法 第33条)."""
LONGEST_PROMISE = 3660
"""Days from effect that a promise is watched for; a later day is reminded of by nobody."""


def begin_at_effect(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The joint application for confirmation, both return visits, every promise with a day, and its limitation."""
    if agreement.in_force_on is not None:
        for code in (CONFIRMATION, *VISITS):
            open_period(agreement, code, agreement.in_force_on, actor=actor, now=now)
    settle_claims(agreement, actor=actor, now=now)
    for duty in agreement.duties:
        if duty.done_on is None and duty.awaited_on is not None:
            begin_promise(agreement, duty, duty.awaited_on, actor=actor, now=now)


def begin_promise(agreement: Agreement, duty: Duty, until: date, *, actor: Actor, now: datetime) -> None:
    """The parties' day, which asks when it is over (人民调解法 第31条); it is not rolled, for they chose it themselves.

    It runs from the effect; where the day is not later, from the day before it.
    """
    starts = min(agreement.in_force_on or until, until - timedelta(days=1))
    length = (until - starts).days
    is_known = starts.year >= FIRST_YEAR and until.year <= LAST_YEAR
    if is_known and length <= LONGEST_PROMISE:
        open_period(agreement, PROMISE, starts, actor=actor, now=now, part=part_of(duty), length=length)


def keep_promise(agreement: Agreement, duty: Duty, *, actor: Actor, now: datetime) -> None:
    """A promise was kept, or turns out not to have been: its day and the limitation of its debt end, or run on."""
    if duty.done_on is not None:
        meet_deadlines(agreement.case, {PROMISE}, on=duty.done_on, actor=actor, now=now, part=part_of(duty))
    else:
        _keep_day(agreement, duty, actor=actor, now=now)
    settle_claim(agreement, debt_with(agreement, duty), actor=actor, now=now)


def _keep_day(agreement: Agreement, duty: Duty, *, actor: Actor, now: datetime) -> None:
    """The day of a promise that was not kept: over once that was said after it, else it runs on, or asks once more."""
    case, part, said_on = agreement.case, part_of(duty), duty.not_done_on
    before = newest_named(case.subject_kind, case.id, PROMISE, part)
    runs = running_named(case.subject_kind, case.id, PROMISE, part)
    runs = runs or reopen_deadline(case, PROMISE, actor=actor, now=now, part=part)
    if runs is not None and said_on is not None and said_on > runs.due_on:
        close_deadlines(case, actor=actor, now=now, codes={PROMISE}, part=part)
    elif runs is None and said_on is None and before is not None:
        begin_promise(agreement, duty, duty.awaited_on or before.due_on, actor=actor, now=now)


def pay_visit(agreement: Agreement, *, on: date, actor: Actor, now: datetime) -> None:
    """A return visit was paid: the first meets the first period, a later one the second."""
    for code in VISITS:
        if meet_deadlines(agreement.case, {code}, on=on, actor=actor, now=now):
            return


def end_visits(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The file is put away: nobody visits or reminds any more.  The parties' own windows run on."""
    close_deadlines(agreement.case, actor=actor, now=now, codes={PROMISE, *VISITS})


def last_day_of_window(agreement: Agreement) -> date:
    """On which day at the latest they apply together: the end of the period on record, rolled as the law rolls it.

    An agreement in force of which no period stands on record is counted from its effect.
    """
    window = newest_named(agreement.case.subject_kind, agreement.case_id, CONFIRMATION)
    if window is not None:
        return window.due_on
    return (agreement.in_force_on or date.max - WINDOW) + WINDOW


def apply_for_confirmation(agreement: Agreement, *, on: date, actor: Actor, now: datetime) -> None:
    """Both parties applied to the court."""
    meet_deadlines(agreement.case, {CONFIRMATION}, on=on, actor=actor, now=now)


def wait_for_confirmation(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The application was withdrawn: the window runs on for another one."""
    reopen_deadline(agreement.case, CONFIRMATION, actor=actor, now=now)
