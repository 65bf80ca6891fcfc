"""What the page of one promise shows: what was paid, what is owed, from when the claim is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.agreements.models import Duty, PerformanceEntry
from app.agreements.queries import duties_of, get_agreement
from app.agreements.queries.debts import claim_words, claims_of, debt_with, entries_of
from app.agreements.queries.promises import entry_words
from app.agreements.rules.part_performance import Paid
from app.cases.models import Case


@dataclass(frozen=True)
class PerformanceShown:
    """Values of templates/pages/agreements/performance.html."""

    case: Case
    duty: Duty
    number: int
    paid: Paid
    rest: Decimal | None
    entries: Sequence[tuple[PerformanceEntry, str]]
    claim: str
    is_over: bool


def performance_shown(duty: Duty, today: date) -> PerformanceShown:
    """Everything about one promise."""
    agreement = get_agreement(duty.agreement_id)
    debt = debt_with(agreement, duty)
    return PerformanceShown(
        case=agreement.case,
        duty=duty,
        number=[one.id for one in duties_of(agreement.id)].index(duty.id) + 1,
        paid=debt.paid[duty.id],
        rest=debt.rest,
        entries=[(one, entry_words(one)) for one in entries_of(agreement.id) if one.duty_id == duty.id],
        claim=claim_words(debt, claims_of(agreement)),
        is_over=duty.awaited_on is not None and duty.awaited_on < today,
    )
