"""A period begins."""

from __future__ import annotations

from datetime import date, datetime

from app.core.clock import SHANGHAI, local
from app.core.db import db
from app.core.permissions import Actor, Subject
from app.deadlines.actions.calendar_lock import hold_calendar
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import length_of
from app.deadlines.queries.reckoned import reckoned, write
from app.deadlines.terms import DeadlineState, Stage


def open_deadline(
    subject: Subject,
    code: str,
    *,
    starts: date | datetime,
    region: str,
    committee_id: int | None,
    actor: Actor | None,
    now: datetime,
    part: str = "",
    length: int | None = None,
) -> Deadline:
    """Begin a period of a subject on a day (hours: at a moment) and compute both its ends.

    The length in force on that day is kept with it: a later change of a setting moves no running period.  `length`, in
    the rule's unit, is that of a period the parties agreed on.  Raises `Invalid` for an unknown code, a length that is
    none or a start before 2004.
    """
    hold_calendar()
    starts_at = starts if isinstance(starts, datetime) else datetime.combine(starts, datetime.min.time(), SHANGHAI)
    starts_on = local(starts_at).date()
    deadline = Deadline(
        region=region,
        code=code,
        subject_kind=subject.subject_kind,
        subject_id=subject.id,
        part=part,
        committee_id=committee_id,
        starts_on=starts_on,
        starts_at=starts_at,
        length=length_of(code, starts_on) if length is None else length,
        suspended="[]",
        extended="",
        state=DeadlineState.OPEN,
        rung=Stage.RUNNING,
        opened_at=now,
        opened_by_id=actor.id if actor else None,
    )
    write(deadline, reckoned(code, starts_at, length=deadline.length), now=now)
    db.session.add(deadline)
    db.session.flush()
    return deadline
