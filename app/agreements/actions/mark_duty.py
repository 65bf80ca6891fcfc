"""A promise was kept, or was not."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.actions.agreement_deadlines import keep_promise
from app.agreements.actions.freeze_paper import note_on_paper
from app.agreements.models import Duty
from app.agreements.queries import get_agreement
from app.agreements.queries.duties import is_told_of, part_of
from app.agreements.rules.performance import PROMISE_PROCESS
from app.audit.actions.record import record
from app.core.clock import local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid
from app.core.pages import chinese_date
from app.core.permissions import Actor
from app.processes.actions.raise_event import end_flow
from workflows.diagrams.forms import DateKind

STATES = ("open", "done", "not_done")


def mark_duty(duty: Duty, *, state: str, on: date | None, note: str, actor: Actor, now: datetime) -> None:
    """Set a duty to done or not done on a day, or open again.  Raises `Invalid` without a day or for one to come."""
    if state not in STATES:
        raise Invalid("请选做了没有。", {"state": "请选一项。"})
    today = local(now).date()
    if state != "open" and (on is None or day_fault(DateKind.DEED, on, today)):
        words = "请填哪天做的，不能是以后的日子。" if state == "done" else "请填哪天看还没做，不能是以后的日子。"
        raise Invalid(words, {"on": words})
    agreement = get_agreement(duty.agreement_id)
    before = {"done_on": duty.done_on, "not_done_on": duty.not_done_on}
    duty.done_on = on if state == "done" else None
    duty.not_done_on = on if state == "not_done" else None
    duty.note = note.strip()[:300]
    if before == {"done_on": duty.done_on, "not_done_on": duty.not_done_on}:
        return
    db.session.flush()
    keep_promise(agreement, duty, actor=actor, now=now)
    if state == "done" or (state == "not_done" and not is_told_of(duty)):
        end_flow(agreement.case, PROMISE_PROCESS, part=part_of(duty), now=now)
    note_on_paper(agreement, actor=actor, now=now)
    detail = {"duty": duty.id, "state": state, "on": on, "before": before}
    record("duty:marked", agreement, actor, now=now, detail=detail)


def put_off(duty: Duty, *, until: date, note: str, actor: Actor, now: datetime) -> None:
    """The parties named another day for a promise that was not kept; what its paper says stays as it is."""
    agreement = get_agreement(duty.agreement_id)
    duty.awaited_on = until
    duty.note = f"约到{chinese_date(until)}：{note.strip()}"[:300]
    record("duty:put_off", agreement, actor, now=now, detail={"duty": duty.id, "until": until})
