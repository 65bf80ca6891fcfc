"""What became of a promise beside being kept: paid in part, demanded, acknowledged, another day named."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.agreements.actions.agreement_deadlines import PROMISE, begin_promise
from app.agreements.actions.claims import settle_claim
from app.agreements.actions.mark_duty import mark_duty, put_off
from app.agreements.models import Agreement, AgreementState, Duty, PerformanceEntry
from app.agreements.queries import absent_ids, get_agreement
from app.agreements.queries.debts import Debt, debt_with, entries_of
from app.agreements.queries.duties import part_of
from app.agreements.rules.part_performance import Entered, entry_faults
from app.agreements.rules.performance import PROMISE_PROCESS
from app.agreements.terms import ENTRY_NAMES, EntryKind
from app.audit.actions.record import record
from app.cases.actions.ask_order import ask_unusual
from app.cases.queries.to_explain import is_explained
from app.core.clock import local
from app.core.dates import in_chinese
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines
from app.processes.actions.raise_event import end_flow

NOT_IN_FORCE = "协议还没有生效，没有什么可以催、可以收的。"
DONE = "这一项已经记了“做了”；记错了的，请先在“督促履行”里改回来。"
WRONG = "有几处要改一下，填过的都在。"


def record_performance(
    duty: Duty,
    entered: Entered,
    *,
    entry: dict[str, Any],
    attachment_id: int | None = None,
    paper_at: str = "",
    is_so: bool = False,
    actor: Actor,
    now: datetime,
) -> PerformanceEntry:
    """Keep one entry; what is paid in full is done, and the claim begins anew where there is a paper.

    `entry` holds the columns of every entry.  Raises `NotNow` before effect and for what is done, `Invalid` with a
    sentence at each field, and with what is asked: a day before the effect, the same payment twice.
    """
    agreement = get_agreement(duty.agreement_id)
    fault = promise_fault(agreement) or (DONE if duty.done_on is not None else None)
    if fault:
        raise NotNow(fault)
    debt, on = debt_with(agreement, duty), entered.on
    bound = [one.party_id for one in agreement.bound if one.party_id not in absent_ids(agreement)]
    owed = None if duty.amount is None else debt.rest
    faults = entry_faults(entered, rest=owed, bound=bound, today=local(now).date())
    if faults or on is None:
        raise Invalid(WRONG, faults)
    _ask(agreement, duty, entered, on, is_so=is_so, actor=actor, now=now)
    kept = PerformanceEntry(
        agreement_id=agreement.id,
        duty_id=duty.id,
        kind=entered.kind,
        took_place_on=on,
        amount=entered.amount,
        until=entered.until,
        way=entered.way,
        asked_by_id=entered.asked_by,
        attachment_id=attachment_id,
        paper_at=paper_at,
        note=entered.note,
        **entry,
    )
    db.session.add(kept)
    db.session.flush()
    detail = {"duty": duty.id, "kind": entered.kind, "on": on, "amount": entered.amount, "until": entered.until}
    record("duty:performance", agreement, actor, now=now, detail=detail | {"entry": kept.id})
    _follow(agreement, duty, entered, actor=actor, now=now)
    return kept


def promise_fault(agreement: Agreement | None) -> str | None:
    """Why nothing is entered about promises."""
    in_force = agreement is not None and agreement.state is AgreementState.IN_FORCE
    return None if in_force else NOT_IN_FORCE


def _follow(agreement: Agreement, duty: Duty, entered: Entered, *, actor: Actor, now: datetime) -> None:
    """What an entry changes: the day that is waited for, what is paid in full, the claim."""
    if entered.kind is EntryKind.NEW_DAY and entered.until is not None:
        put_off(duty, until=entered.until, note=entered.note, actor=actor, now=now)
        watch(agreement, duty, entered.until, actor=actor, now=now)
    debt = debt_with(agreement, duty)
    for key, day in paid_in_full(debt).items():
        one = next(each for each in debt.duties if each.id == key)
        if one.done_on is None:
            mark_duty(one, state="done", on=day, note=one.note, actor=actor, now=now)
    settle_claim(agreement, debt_with(agreement, duty), actor=actor, now=now)


def watch(agreement: Agreement, duty: Duty, until: date, *, actor: Actor, now: datetime) -> None:
    """Ask on this day and on no other."""
    close_deadlines(agreement.case, actor=actor, now=now, codes={PROMISE}, part=part_of(duty))
    end_flow(agreement.case, PROMISE_PROCESS, part=part_of(duty), now=now)
    begin_promise(agreement, duty, until, actor=actor, now=now)


def paid_in_full(debt: Debt) -> dict[int, date]:
    """The promises of a debt that its payments cover, with the day of the last of them."""
    return {key: one.in_full_on for key, one in debt.paid.items() if one.in_full_on is not None}


def _ask(
    agreement: Agreement, duty: Duty, entered: Entered, on: date, *, is_so: bool, actor: Actor, now: datetime
) -> None:
    """A day before the effect, and the same payment a second time, are asked."""
    questions = []
    if agreement.in_force_on is not None and on < agreement.in_force_on:
        questions.append(f"{in_chinese(on)}在协议生效（{in_chinese(agreement.in_force_on)}）以前")
    same = [one for one in entries_of(agreement.id) if _is_same(one, duty, entered, on)]
    if same:
        questions.append(f"同一天、同样的一笔已经记过{len(same)}次")
    said = f"履行情况：{ENTRY_NAMES[entered.kind]}，" + "；".join(questions)
    if questions and not (is_explained(agreement.case, said) and not same):
        asked = f"{said}。是写错了，还是确实如此？写错了就改；确实如此的，打勾再交一次。"
        ask_unusual(agreement.case, said, asked, is_so=is_so, actor=actor, now=now)


def _is_same(one: PerformanceEntry, duty: Duty, entered: Entered, on: date) -> bool:
    same = (one.duty_id, one.kind, one.took_place_on) == (duty.id, entered.kind, on)
    same = same and (one.amount, one.asked_by_id) == (entered.amount, entered.asked_by)
    return same and one.struck_at is None
