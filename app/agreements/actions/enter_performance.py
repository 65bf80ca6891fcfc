"""An entry about a promise from its page: by whom the case is handled; struck out, and from when a claim is counted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.agreements.actions.claims import settle_claim, settle_claims
from app.agreements.actions.mark_duty import mark_duty
from app.agreements.actions.record_performance import paid_in_full, promise_fault, record_performance, watch
from app.agreements.models import Agreement, Duty, PerformanceEntry
from app.agreements.queries import duties_of, get_agreement
from app.agreements.queries.debts import debt_with
from app.agreements.rules.limitation import first_clause_fault
from app.agreements.rules.part_performance import Entered
from app.agreements.terms import EntryKind, Limitation
from app.audit.actions.record import record
from app.cases.queries.handling import hold, must_handle
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor


def enter_performance(duty: Duty, entered: Entered, *, actor: Actor, now: datetime, **entry: Any) -> PerformanceEntry:
    """Keep one entry that was made on the page; `entry` as `record_performance` takes it.

    What is in force may still be performed when the file is put away.  Raises `NotAllowed` for another committee.
    """
    case = get_agreement(duty.agreement_id).case
    hold(case)
    must_handle(case, actor)
    return record_performance(duty, entered, actor=actor, now=now, **entry)


def strike_out(row: PerformanceEntry, *, reason: str, actor: Actor, now: datetime) -> None:
    """An entry that was typed wrong counts no more and stays readable; a promise it had paid in full is open again.

    Raises `Invalid` without a reason, `NotNow` the second time.
    """
    agreement = get_agreement(row.agreement_id)
    hold(agreement.case)
    must_handle(agreement.case, actor)
    if row.struck_at is not None:
        raise NotNow("这一笔已经划掉了。")
    if not reason.strip():
        raise Invalid("请写明为什么划掉。", {"reason": "请写明为什么划掉。"})
    duty = db.session.get_one(Duty, row.duty_id)
    before = paid_in_full(debt_with(agreement, duty))
    row.struck_at, row.struck_by_id, row.struck_reason = now, actor.id, reason.strip()[:200]
    db.session.flush()
    record("duty:performance_struck", agreement, actor, now=now, detail={"entry": row.id, "reason": row.struck_reason})
    debt = debt_with(agreement, duty)
    after = paid_in_full(debt)
    for one in debt.duties:
        if one.id in before and one.id not in after and one.done_on == before[one.id]:
            mark_duty(one, state="open", on=None, note=one.note, actor=actor, now=now)
    if row.kind is EntryKind.NEW_DAY:
        _wait_as_said(agreement, duty, actor=actor, now=now)
    settle_claim(agreement, debt_with(agreement, duty), actor=actor, now=now)


def say_limitation(duty: Duty, limitation: Limitation, *, actor: Actor, now: datetime) -> None:
    """Say of a promise in force from when its claim is counted; the claims follow, what was agreed stays as it is.

    Raises `Invalid` where nothing stands before an instalment.
    """
    agreement = get_agreement(duty.agreement_id)
    hold(agreement.case)
    must_handle(agreement.case, actor)
    fault = promise_fault(agreement)
    if fault:
        raise NotNow(fault)
    if duty.limitation is limitation:
        return
    said = [limitation if one.id == duty.id else one.limitation for one in duties_of(agreement.id)]
    wrong = first_clause_fault(said)
    if wrong:
        raise Invalid(wrong, {"limitation": wrong})
    before, duty.limitation = duty.limitation, limitation
    db.session.flush()
    record("duty:limitation", agreement, actor, now=now, detail={"duty": duty.id, "old": before, "new": limitation})
    settle_claims(agreement, actor=actor, now=now)


def _wait_as_said(agreement: Agreement, duty: Duty, *, actor: Actor, now: datetime) -> None:
    """The day named last, of those that count, else the one of the paper."""
    debt = debt_with(agreement, duty)
    named = [one.until for one in debt.entries if one.duty_id == duty.id and one.kind is EntryKind.NEW_DAY]
    duty.awaited_on = named[-1] if named else duty.due_on
    if duty.awaited_on is not None and duty.done_on is None:
        watch(agreement, duty, duty.awaited_on, actor=actor, now=now)
