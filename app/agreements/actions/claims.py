"""The limitation of every debt of an agreement, as what is on record says: begun, begun anew, met or without object."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.open_period import open_period
from app.agreements.models import Agreement, ConfirmationResult
from app.agreements.queries import confirmation_of
from app.agreements.queries.debts import Debt, debts_of, is_reckoned
from app.agreements.queries.duties import part_of
from app.agreements.rules.performance import claim_code
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines, meet_deadlines
from app.deadlines.actions.reopen_deadline import reopen_deadline
from app.deadlines.queries import newest_named
from app.deadlines.terms import DeadlineState

CLAIMS = ("M9", "M9b")


def settle_claims(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Bring the periods of all debts to what is on record; what stands right already is not touched.

    Suing (unconfirmed, 民法典 第188条) or enforcing (confirmed, 民诉法 第250条): each runs from the last instalment of
    its debt, or anew (民法典 第189、195条).  A debt that is not limited has none, nor one without a day that nobody
    demanded.
    """
    for debt in debts_of(agreement):
        settle_claim(agreement, debt, actor=actor, now=now)


def settle_claim(agreement: Agreement, debt: Debt, *, actor: Actor, now: datetime) -> None:
    """The same for one debt of it."""
    case, code = agreement.case, code_of(agreement)
    if debt.is_done:
        for duty in debt.duties:
            meet_deadlines(case, CLAIMS, on=debt.done_on, actor=actor, now=now, part=part_of(duty))
        return
    starts = debt.limited_from(code) if debt.is_limited else None
    for duty in debt.duties:
        lost = {one for one in CLAIMS if one != code or duty is not debt.bearer or starts is None}
        close_deadlines(case, actor=actor, now=now, codes=lost, part=part_of(duty))
    if starts is not None and is_reckoned(starts):
        _count_from(agreement, code, part_of(debt.bearer), starts, actor=actor, now=now)


def code_of(agreement: Agreement) -> str:
    """Under which code its promises are claimed: whether the court confirmed it."""
    confirmation = confirmation_of(agreement.id)
    return claim_code(is_confirmed=confirmation is not None and confirmation.result is ConfirmationResult.CONFIRMED)


def _count_from(agreement: Agreement, code: str, part: str, starts: date, *, actor: Actor, now: datetime) -> None:
    """The claim that counts is the one counted from this day; one that lapsed by itself is not begun again."""
    case = agreement.case
    newest = newest_named(case.subject_kind, case.id, code, part)
    if newest is not None and newest.starts_on == starts:
        if newest.state is DeadlineState.MET:
            reopen_deadline(case, code, actor=actor, now=now, part=part)
        if newest.state is not DeadlineState.CLOSED:
            return
    close_deadlines(case, actor=actor, now=now, codes={code}, part=part)
    open_period(agreement, code, starts, actor=actor, now=now, part=part)
