"""A period that was met runs on after all: what had been done was undone."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.permissions import Actor, Subject
from app.deadlines.actions.calendar_lock import hold_calendar
from app.deadlines.models import Deadline, DeadlineTrail
from app.deadlines.queries import newest_named
from app.deadlines.queries.reckoned import reckoning_of, write
from app.deadlines.terms import DeadlineState, Stage


def reopen_deadline(
    subject: Subject, code: str, *, actor: Actor | None, now: datetime, part: str = ""
) -> Deadline | None:
    """Let the newest period of this code run on from its own start; None when there is none that was met."""
    hold_calendar()
    deadline = newest_named(subject.subject_kind, subject.id, code, part)
    if deadline is None or deadline.state is not DeadlineState.MET:
        return None
    detail = {"done_on": deadline.done_on, "closed_at": deadline.closed_at, "lapsed_at": deadline.lapsed_at}
    deadline.state, deadline.rung = DeadlineState.OPEN, Stage.RUNNING
    deadline.done_on = deadline.closed_at = deadline.closed_by_id = deadline.lapsed_at = None
    write(deadline, reckoning_of(deadline), now=now)
    db.session.flush()
    record("deadline:reopened", DeadlineTrail(deadline), actor, now=now, detail=detail)
    return deadline
