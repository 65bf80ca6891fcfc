"""How each promise of an agreement in force stands, in words: kept, in part, waited for, or not performed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from app.agreements.models import Agreement, AgreementState, Duty, PerformanceEntry
from app.agreements.queries import current_agreement, the_agreement
from app.agreements.queries.debts import claim_words, claims_of, debts_of
from app.agreements.rules.part_performance import Paid
from app.agreements.rules.performance import TELLS
from app.agreements.terms import ENTRY_NAMES, PROOF_NAMES, ProofWay
from app.cases.models import Case
from app.core import clock
from app.core.dates import in_chinese
from app.core.db import db
from app.core.errors import NotFound
from app.deadlines.rules import UNKEPT


@dataclass(frozen=True)
class Promise:
    """A promise with how it stands, and from when its claim is counted."""

    duty: Duty
    stands: str
    claim: str
    entries: tuple[str, ...]
    """What was entered about it and counts, in words."""


def promise_of(case_id: int, duty_id: int) -> Duty:
    """A promise of the agreement of a case.  Raises `NotFound` for one of another."""
    duty = db.session.get(Duty, duty_id)
    if duty is None or duty.agreement_id != the_agreement(case_id).id:
        raise NotFound("没有这一项该做的事。")
    return duty


def entry_of(case_id: int, entry_id: int) -> PerformanceEntry:
    """An entry about a promise of a case.  Raises `NotFound` for one of another."""
    row = db.session.get(PerformanceEntry, entry_id)
    if row is None or row.agreement_id != the_agreement(case_id).id:
        raise NotFound("没有这一笔。")
    return row


def promises_of(agreement: Agreement, today: date) -> list[Promise]:
    """Every promise, in the order of the clauses."""
    claims = claims_of(agreement)
    return [
        Promise(
            duty,
            stands(duty, debt.paid[duty.id], today),
            claim_words(debt, claims),
            tuple(entry_words(one) for one in debt.entries if one.duty_id == duty.id),
        )
        for debt in debts_of(agreement)
        for duty in debt.duties
    ]


def is_unkept(duty: Duty, today: date) -> bool:
    """Whether its day is over, or of one without a day somebody saw that it was not done; before its day none is."""
    if duty.done_on is not None:
        return False
    return duty.not_done_on is not None if duty.awaited_on is None else duty.awaited_on < today


def unkept_cases(case_ids: Collection[int], today: date) -> dict[int, str]:
    """Those of many cases in which a promise is not kept, with the word for it."""
    is_late = or_(Duty.awaited_on < today, and_(Duty.awaited_on.is_(None), Duty.not_done_on.is_not(None)))
    found = select(Agreement.case_id).join(Duty, Duty.agreement_id == Agreement.id).distinct()
    found = found.where(Agreement.case_id.in_(case_ids), Agreement.state == AgreementState.IN_FORCE)
    return dict.fromkeys(db.session.scalars(found.where(Duty.done_on.is_(None), is_late)), UNKEPT) if case_ids else {}


def advice_of_claims(case: Case, step_name: str) -> list[str]:
    """Until when each unkept promise can be sued upon or enforced, above the form by which that is told."""
    agreement = current_agreement(case.id) if step_name in TELLS else None
    if agreement is None:
        return []
    promises = enumerate(promises_of(agreement, clock.today()), start=1)
    unkept = [(number, one) for number, one in promises if is_unkept(one.duty, clock.today())]
    return [f"第{number}项{one.stands}：{one.claim}" for number, one in unkept]


def stands(duty: Duty, paid: Paid, today: date) -> str:
    """``2027年1月20日做了`` / ``当事人没履行，给了1000.00元`` / ``还没到时候``, and what was noted."""
    if duty.done_on is not None:
        words = f"{in_chinese(duty.done_on)}做了"
    else:
        words = UNKEPT if is_unkept(duty, today) else "还没到时候"
        words += f"，给了{paid.amount:.2f}元" if paid.amount else ""
        words += f"（{in_chinese(duty.not_done_on)}看还没做）" if duty.not_done_on is not None else ""
    return f"{words}。{duty.note}" if duty.note else words


def entry_words(row: PerformanceEntry) -> str:
    """``2027年7月31日　给了一部分，或者做了一部分，400.00元（收条，附在卷后）``, and what was noted."""
    parts = [f"{row.amount:.2f}元"] if row.amount is not None else []
    parts += [f"{row.asked_by.name}要求的"] if row.asked_by else []
    parts += [f"到{in_chinese(row.until)}"] if row.until else []
    proof = f"{row.spoken_by}说收到了" if row.way is ProofWay.PAYEE else PROOF_NAMES[row.way] if row.way else ""
    shown = "，".join(one for one in (proof, row.paper_at) if one)
    said = "，".join((ENTRY_NAMES[row.kind], *parts)) + (f"（{shown}）" if shown else "")
    return "　".join(one for one in (in_chinese(row.took_place_on), said, row.note) if one)
