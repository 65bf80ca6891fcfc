"""The promises of an agreement as debts: which instalments are one, what was paid, from when the claim is limited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from app.agreements.models import Agreement, Duty, PerformanceEntry
from app.agreements.queries import duties_of
from app.agreements.queries.duties import part_of
from app.agreements.rules.limitation import Anew, debts_among, limitation_start
from app.agreements.rules.part_performance import Instalment, Paid, Payment, paid_of, rest_of
from app.agreements.terms import EntryKind, Limitation
from app.core.clock import SHANGHAI
from app.core.dates import in_chinese
from app.core.db import db
from app.core.errors import NotFound
from app.deadlines.models import Deadline
from app.deadlines.queries import running_of
from app.deadlines.queries.calendar_source import length_of
from app.deadlines.queries.reckoned import reckoned
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR

CLAIM_WORDS = {"M9": "法院确认过，可以申请强制执行", "M9b": "可以向法院起诉"}
LONGEST_CLAIM = 3
"""Years a claim may take, of those the calendar knows."""


@dataclass(frozen=True)
class Debt:
    """Promises that are one debt, in the order of the clauses, and what became of them."""

    duties: Sequence[Duty]
    entries: Sequence[PerformanceEntry]

    @property
    def is_limited(self) -> bool:
        """Whether the claim is limited at all (民法典 第196条)."""
        return self.duties[0].limitation is not Limitation.NONE

    @property
    def is_done(self) -> bool:
        """Whether every promise of it was kept."""
        return all(one.done_on is not None for one in self.duties)

    @property
    def done_on(self) -> date:
        """The day on which the last of it was done."""
        return max(one.done_on for one in self.duties if one.done_on is not None)

    @property
    def bearer(self) -> Duty:
        """The promise that its claim is named by: the last instalment with a day."""
        dated = [one for one in self.duties if one.due_on is not None]
        return max(dated, key=lambda one: (one.due_on or date.min, one.id)) if dated else self.duties[0]

    @property
    def payments(self) -> list[Payment]:
        """What was paid of it."""
        paid = (one for one in self.entries if one.kind is EntryKind.PAYMENT)
        return [Payment(one.duty_id, one.took_place_on, one.amount) for one in paid if one.amount is not None]

    @property
    def instalments(self) -> list[Instalment]:
        """Its promises as plain values."""
        return [Instalment(one.id, one.due_on, one.amount) for one in self.duties]

    @property
    def paid(self) -> dict[int, Paid]:
        """What each promise got, by its key."""
        return paid_of(self.instalments, self.payments)

    @property
    def rest(self) -> Decimal | None:
        """What is still owed, in yuan; None where no money is owed."""
        if all(one.amount is None for one in self.duties):
            return None
        done = [one for one in self.duties if one.done_on is not None]
        paid = self.paid
        given = sum(((one.amount or Decimal(0)) - paid[one.id].amount for one in done), Decimal(0))
        return rest_of(self.instalments, self.payments) - given

    def limited_from(self, code: str) -> date | None:
        """The day from which its claim under this code is counted."""
        shown = [Anew(one.kind, one.took_place_on, one.until) for one in self.entries if one.has_paper]
        return limitation_start([one.due_on for one in self.duties], shown, end_of=lambda day: _end_of(code, day))


def debts_of(agreement: Agreement) -> list[Debt]:
    """Every debt of an agreement in force, in the order of its clauses."""
    duties, entries = duties_of(agreement.id), entries_of(agreement.id)
    found = []
    for places in debts_among([one.limitation for one in duties]):
        its = [duties[place] for place in places]
        keys = {one.id for one in its}
        found.append(Debt(its, [one for one in entries if one.duty_id in keys and one.struck_at is None]))
    return found


def debt_with(agreement: Agreement, duty: Duty) -> Debt:
    """The debt that a promise belongs to.  Raises `NotFound` for a promise of another agreement."""
    found = next((one for one in debts_of(agreement) if duty.id in {each.id for each in one.duties}), None)
    if found is None:
        raise NotFound("没有这一项该做的事。")
    return found


def entries_of(agreement_id: int) -> Sequence[PerformanceEntry]:
    """What was entered about the promises, struck out or not, by the day it took place."""
    found = select(PerformanceEntry).where(PerformanceEntry.agreement_id == agreement_id)
    return db.session.scalars(found.order_by(PerformanceEntry.took_place_on, PerformanceEntry.id)).all()


def claims_of(agreement: Agreement) -> dict[str, Deadline]:
    """The claims that run, by the part of the promise that bears each."""
    case = agreement.case
    return {one.part: one for one in running_of(case.subject_kind, case.id) if one.code in CLAIM_WORDS}


def claim_words(debt: Debt, claims: Mapping[str, Deadline]) -> str:
    """From when the claim of a debt is counted and until when, in words; what is not limited says so."""
    if debt.is_done:
        return "做完了，没有什么可以再要的。"
    if not debt.is_limited:
        return "没有诉讼时效（《民法典》第一百九十六条），什么时候都可以要。"
    claim = claims.get(part_of(debt.bearer))
    if claim is None:
        is_undated = all(one.due_on is None for one in debt.duties)
        return "没有约定日子：从催告送到、或者另约的日子起算时效。" if is_undated else "时效没有在算，请看期限说明。"
    return f"{CLAIM_WORDS[claim.code]}，从{in_chinese(claim.starts_on)}起算，到{in_chinese(claim.due_on)}为止。"


def is_reckoned(day: date) -> bool:
    """Whether a claim counted from this day ends inside the calendar."""
    return FIRST_YEAR <= day.year <= LAST_YEAR - LONGEST_CLAIM


def _end_of(code: str, day: date) -> date:
    if not is_reckoned(day):
        return date.max
    return reckoned(code, datetime.combine(day, datetime.min.time(), SHANGHAI), length=length_of(code, day)).due_on
