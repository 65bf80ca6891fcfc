"""The accuser is told within fifteen days that the accusation was received and goes on (信访工作条例 第23条, D2)."""

from __future__ import annotations

from datetime import date, datetime

from app.accusations.models import Accusation, ToldHow
from app.accusations.rules import day_fault
from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import meet_deadlines
from app.deadlines.queries import running_named

NOTICE = "D2"


def may_tell(accusation: Accusation) -> bool:
    """Whether the accuser still waits to be told; an anonymous one never does."""
    return accusation.told_on is None and running_named(accusation.subject_kind, accusation.id, NOTICE) is not None


def tell_accuser(accusation: Accusation, *, how: str, on: date | None, actor: Actor, now: datetime) -> None:
    """Keep how and on which day the accuser was told; the fifteen days are met.

    Raises `NotNow` for one who was told already or cannot be reached, `Invalid` for the way or the day.
    """
    if not may_tell(accusation):
        raise NotNow("检举人已经告知过了，或者没有留下姓名、住址和电话，不用告知。")
    early = "告知的日子不能早于收到的日子，请核对。"
    fault = day_fault(on, today=local(now).date(), earliest=accusation.received_on, fault=early)
    faults = {"told_on": fault} if fault else {}
    if how not in set(ToldHow):
        faults["told_how"] = "请选一项。"
    if faults or on is None:
        raise Invalid("还记不下来，请改一改。", faults)
    accusation.told_how, accusation.told_on = ToldHow(how), on
    db.session.flush()
    meet_deadlines(accusation, {NOTICE}, on=on, actor=actor, now=now)
    record("accusation:accuser_told", accusation, actor, now=now, detail={"how": how, "on": on})
