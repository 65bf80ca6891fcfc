"""Set the length of a period no statute fixes, for starts from a day on; running periods keep theirs."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.deadlines.models import TownLength
from app.deadlines.queries.calendar_source import length_of, period_rule
from workflows.periods.rules import length_fault


class RuleTrail:
    """The settings of periods as the audit trail names them."""

    subject_kind = "deadline_setting"
    id = 1


def set_length(code: str, length: int, *, from_on: date, reason: str, actor: Actor | None, now: datetime) -> TownLength:
    """From a day on (today at the earliest) periods of this code are so long.

    Raises `Invalid`: an unknown code, a length fixed by statute or out of bounds, a day that has passed, no reason.
    """
    fault = length_fault(period_rule(code), length)
    if fault:
        raise Invalid(fault, {"length": fault})
    if from_on < local(now).date():
        raise Invalid("只能从今天或者以后的日子改起。", {"from_on": "过去的日子已经按原来的算过了，请选今天或以后。"})
    if not reason.strip():
        raise Invalid("请写为什么改。", {"reason": "请写为什么改，例如：镇里会议定的。"})
    before = length_of(code, from_on)
    row = db.session.get(TownLength, (code, from_on)) or TownLength(code=code, from_on=from_on)
    row.length, row.reason, row.set_at, row.set_by_id = length, reason.strip()[:200], now, actor.id if actor else None
    db.session.add(row)
    db.session.flush()
    detail = {"code": code, "before": before, "length": length, "from_on": from_on, "reason": row.reason}
    record("deadline:length_set", RuleTrail(), actor, now=now, detail=detail)
    return row
