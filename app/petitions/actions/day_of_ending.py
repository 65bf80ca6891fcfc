"""The day a claim ended, however much later it was entered: the end of the diagram says where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from app.core.clock import local
from app.petitions.models import Claim
from app.petitions.models.records import ObjectionAnswer, Settlement, UpperOpinion, Withdrawal
from app.petitions.queries import letters_of, newest, newest_period
from app.petitions.terms import NOTICES, LetterKind
from app.processes.queries import tasks_of
from workflows.steps import End

TELLING_AN_END = NOTICES | {LetterKind.STATUTORY_RESULT}
"""Letters with whose service a claim may end."""


def ended_on(claim: Claim, end: End, now: datetime) -> date:
    """The day a claim came to this end; today's where nothing of the kind stands on record."""
    stands_in = DAYS.get(end.ended_on)
    found = stands_in(claim) if stands_in else _of_period(claim, end.ended_on)
    return found or local(now).date()


def _of_last_step(claim: Claim) -> date | None:
    answered = [task for task in tasks_of("claim", claim.id) if task.closed_at and task.occurred_at]
    last = max(answered, key=lambda task: (task.closed_at, task.id), default=None)
    return local(last.occurred_at).date() if last and last.occurred_at else None


def _of_service(claim: Claim) -> date | None:
    served = [one.served_on for one in letters_of(claim.id) if one.kind in TELLING_AN_END and one.served_on]
    return served[-1] if served else None


def _of_settlement(claim: Claim) -> date | None:
    settled = newest(Settlement, claim.id)
    return settled.agreed_on if settled else None


def _of_upper_opinion(claim: Claim) -> date | None:
    opinion = newest(UpperOpinion, claim.id)
    return opinion.received_on if opinion else None


def _of_withdrawal(claim: Claim) -> date | None:
    withdrawal = newest(Withdrawal, claim.id)
    return local(withdrawal.occurred_at).date() if withdrawal else None


def _of_objection_answer(claim: Claim) -> date | None:
    answer = newest(ObjectionAnswer, claim.id)
    return local(answer.occurred_at).date() if answer else None


def _of_period(claim: Claim, code: str) -> date | None:
    """The day on which what a period asks for was done; the last day of a window nobody used."""
    period = newest_period(claim.id, code)
    return (period.done_on or period.due_on) if period else None


DAYS: Mapping[str, Callable[[Claim], date | None]] = {
    "last_step": _of_last_step,
    "service": _of_service,
    "settlement": _of_settlement,
    "upper_opinion": _of_upper_opinion,
    "withdrawal": _of_withdrawal,
    "objection_answer": _of_objection_answer,
}
"""Where an end of the diagram may say that its day stands (``ended_on``), besides the codes of periods."""
