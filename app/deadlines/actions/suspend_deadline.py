"""A period does not run for some days: only where the rule says so (hearing days at D10, 信访工作条例 第36条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import NotNow
from app.core.permissions import Actor
from app.deadlines.actions.calendar_lock import hold_calendar
from app.deadlines.models import Deadline, DeadlineTrail
from app.deadlines.queries.reckoned import reckoned, write
from app.deadlines.registry import registry
from workflows.periods.reckon import Span


def suspend_deadline(deadline: Deadline, span: Span, *, reason: str, actor: Actor | None, now: datetime) -> None:
    """Take days out of the count; every follower is told.

    Raises `NotNow` for a period that is over, `Invalid` where the rule knows no suspension, or the days overlap
    another suspension or lie outside the period.
    """
    if deadline.closed_at is not None:
        raise NotNow("这个期限已经不用再算了，不能中止。")
    hold_calendar()
    spans = tuple(sorted((*deadline.suspensions, span)))
    before = deadline.due_on
    reckoning = reckoned(
        deadline.code, deadline.starts_at, length=deadline.length, suspensions=spans, extension=deadline.extension
    )
    deadline.suspensions = spans
    write(deadline, reckoning, now=now)
    db.session.flush()
    detail = {"first": span.first, "last": span.last, "reason": reason.strip(), "before": before}
    record("deadline:suspended", DeadlineTrail(deadline), actor, now=now, detail={**detail, "due_on": deadline.due_on})
    registry.moved(deadline, now)
