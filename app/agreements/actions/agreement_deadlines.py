"""Which periods begin and end with an agreement's effect, its promises and its confirmation by the court."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.models import Agreement, ConfirmationResult, Duty
from app.agreements.queries import confirmation_of
from app.agreements.rules.performance import claim_code
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines, meet_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.actions.reopen_deadline import reopen_deadline
from app.deadlines.queries import running_named
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR

CONFIRMATION = "M5"
VISITS = ("M8a", "M8b")
CLAIMS = ("M9", "M9b")
LONGEST_CLAIM = 3
"""Years a claim may take, of those the calendar knows."""


def begin_at_effect(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The joint application for confirmation, both return visits, and the limitation of every promise with a day."""
    if agreement.in_force_on is not None:
        for code in (CONFIRMATION, *VISITS):
            _open(agreement, code, agreement.in_force_on, actor=actor, now=now)
    begin_claims(agreement, is_confirmed=False, actor=actor, now=now)


def begin_claims(agreement: Agreement, *, is_confirmed: bool, actor: Actor, now: datetime) -> None:
    """For every promise not kept yet: suing (unconfirmed, 民法典 第188条) or enforcing (confirmed, 民诉法 第250条).

    Each runs from the last day of its own promise; one without a day begins none.
    """
    close_deadlines(agreement.case, actor=actor, now=now, codes=set(CLAIMS))
    for duty in agreement.duties:
        if duty.done_on is None:
            _begin_claim(agreement, duty, is_confirmed=is_confirmed, actor=actor, now=now)


def _begin_claim(agreement: Agreement, duty: Duty, *, is_confirmed: bool, actor: Actor, now: datetime) -> None:
    """One that would end beyond the calendar begins none: no agreement fails because of that."""
    if duty.due_on is not None and FIRST_YEAR <= duty.due_on.year <= LAST_YEAR - LONGEST_CLAIM:
        _open(agreement, claim_code(is_confirmed=is_confirmed), duty.due_on, actor=actor, now=now, duty=duty)


def keep_promise(agreement: Agreement, duty: Duty, *, actor: Actor, now: datetime) -> None:
    """A promise was kept, or turns out not to have been: its limitation ends, or runs on."""
    if duty.done_on is not None:
        meet_deadlines(agreement.case, CLAIMS, on=duty.done_on, actor=actor, now=now, part=_part(duty))
        return
    confirmation = confirmation_of(agreement.id)
    is_confirmed = confirmation is not None and confirmation.result is ConfirmationResult.CONFIRMED
    case, code, part = agreement.case, claim_code(is_confirmed=is_confirmed), _part(duty)
    runs_on = running_named(case.subject_kind, case.id, code, part)
    runs_on = runs_on or reopen_deadline(case, code, actor=actor, now=now, part=part)
    if runs_on is None:
        _begin_claim(agreement, duty, is_confirmed=is_confirmed, actor=actor, now=now)


def pay_visit(agreement: Agreement, *, on: date, actor: Actor, now: datetime) -> None:
    """A return visit was paid: the first meets the first period, a later one the second."""
    for code in VISITS:
        if meet_deadlines(agreement.case, {code}, on=on, actor=actor, now=now):
            return


def end_visits(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The file is put away: no further visit is waited for.  The parties' own windows run on."""
    close_deadlines(agreement.case, actor=actor, now=now, codes=set(VISITS))


def apply_for_confirmation(agreement: Agreement, *, on: date, actor: Actor, now: datetime) -> None:
    """Both parties applied to the court."""
    meet_deadlines(agreement.case, {CONFIRMATION}, on=on, actor=actor, now=now)


def wait_for_confirmation(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The application was withdrawn: the window runs on for another one."""
    reopen_deadline(agreement.case, CONFIRMATION, actor=actor, now=now)


def _part(duty: Duty) -> str:
    return f"duty-{duty.id}"


def _open(
    agreement: Agreement, code: str, starts: date, *, actor: Actor, now: datetime, duty: Duty | None = None
) -> None:
    case = agreement.case
    open_deadline(
        case,
        code,
        starts=starts,
        region=case.region,
        committee_id=case.committee_id,
        actor=actor,
        now=now,
        part=_part(duty) if duty else "",
    )
