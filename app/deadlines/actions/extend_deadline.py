"""A period is made longer: by the head before its end (信访工作条例 第34条), or by the parties' consent."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.deadlines.actions.calendar_lock import hold_calendar
from app.deadlines.models import Deadline, DeadlineTrail
from app.deadlines.queries.reckoned import reckoned, write
from app.deadlines.registry import registry
from workflows.periods.reckon import Extension


def extend_deadline(
    deadline: Deadline, extension: Extension, *, reason: str, actor: Actor | None, now: datetime
) -> None:
    """Move the end; both ends are computed anew from the unrolled one and every follower is told.

    A second extension by consent replaces the day agreed before.  Raises `NotNow` for a period that is over or was
    extended by approval already, `Invalid` for an extension the rule does not allow (after the end, over the limit).
    """
    if deadline.closed_at is not None:
        raise NotNow("这个期限已经不用再算了，不能延长。")
    if not reason.strip():
        raise Invalid("请写明为什么延长。", {"reason": "请写明为什么延长，要告诉当事人。"})
    if deadline.extension is not None and deadline.extension.days is not None:
        raise NotNow("这个期限已经延长过一次，不能再延长。")
    hold_calendar()
    before = {"unrolled_on": deadline.unrolled_on, "due_on": deadline.due_on}
    reckoning = reckoned(
        deadline.code,
        deadline.starts_at,
        length=deadline.length,
        suspensions=deadline.suspensions,
        extension=extension,
    )
    deadline.extension = extension
    write(deadline, reckoning, now=now)
    db.session.flush()
    detail = {
        "reason": reason.strip(),
        "before": before,
        "due_on": deadline.due_on,
        "unrolled_on": deadline.unrolled_on,
    }
    record("deadline:extended", DeadlineTrail(deadline), actor, now=now, detail=detail)
    registry.moved(deadline, now)
