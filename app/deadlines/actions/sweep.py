"""Ring the periods whose stage has come: each row in its own transaction, claimed by a lease, acting once.

A ring tells people (and the flow's own timer opens a question); it never decides anything.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select

from app.audit.actions.record import record
from app.core import pages
from app.core.db import db
from app.core.transaction import REFUSED, transaction
from app.deadlines.models import Deadline, DeadlineTrail
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.reckoned import ends_of, set_ring, thresholds
from app.deadlines.registry import registry
from app.deadlines.rules import next_ring
from app.deadlines.terms import DeadlineState, Stage

BATCH = 50
MOST_BATCHES = 40
log = logging.getLogger("jieyou.requests")


def sweep_deadlines(now: datetime) -> int:
    """Ring all that is due; returns how many rang.  A broken one does not stop the others."""
    rang = 0
    for _ in range(MOST_BATCHES):
        claimed = _claim(now)
        for deadline_id in claimed:
            try:
                with transaction():
                    rang += ring_deadline(deadline_id, now)
            except REFUSED as refused:
                log.warning("deadline %s did not ring: %s", deadline_id, type(refused).__name__)
        if len(claimed) < BATCH:
            break
    return rang


def due_to_ring(now: datetime) -> Select[Deadline]:
    """The rows a sweep claims, the earliest first: read from the index of rings alone.

    Of those that ring at one moment the oldest row comes first, so that the order of notices does not tell that another
    row went in between.
    """
    free = or_(Deadline.leased_until.is_(None), Deadline.leased_until <= now)
    found = select(Deadline).where(Deadline.rings_at.is_not(None), Deadline.rings_at <= now, free)
    return found.order_by(Deadline.rings_at, Deadline.id).limit(BATCH)


def _claim(now: datetime) -> list[int]:
    lease = timedelta(seconds=pages.setting_number("LEASE_SECONDS"))
    with transaction():
        claimed = db.session.scalars(due_to_ring(now).with_for_update(skip_locked=True)).all()
        for deadline in claimed:
            deadline.leased_until = now + lease
        return [deadline.id for deadline in claimed]


def ring_deadline(deadline_id: int, now: datetime) -> int:
    """The effect of the stage that has come, and the next stage, in one transaction; how many rang."""
    _hold_subject(deadline_id)
    found = select(Deadline).where(Deadline.id == deadline_id).with_for_update()
    deadline = db.session.scalars(found.execution_options(populate_existing=True)).one()
    if deadline.rings_at is None or deadline.rings_at > now:
        return 0
    stage, _ = next_ring(ends_of(deadline), deadline.rung, now=now, thresholds=thresholds())
    if stage is None:
        deadline.rings_at = None
        return 0
    deadline.rung = stage
    set_ring(deadline, now=now)
    if stage is Stage.LAPSED:
        _lapse(deadline, now)
    registry.of(deadline.subject_kind).ring(deadline, stage, now)
    return 1


def _hold_subject(deadline_id: int) -> None:
    """Where the lapse opens a flow, the subject is locked before its period, as by everybody who works on it."""
    found = select(Deadline.code, Deadline.subject_kind, Deadline.subject_id).where(Deadline.id == deadline_id)
    code, kind, subject_id = db.session.execute(found).one()
    if registry.opener is not None and period_rule(code).opens:
        registry.opener.hold(kind, subject_id)


def _lapse(deadline: Deadline, now: datetime) -> None:
    """The last day is over.  A window is closed by that; anything else still has to be done, and is late."""
    deadline.state, deadline.lapsed_at = DeadlineState.LAPSED, now
    if period_rule(deadline.code).effect == "window":
        deadline.closed_at = now
    db.session.flush()
    detail = {"code": deadline.code, "due_on": deadline.due_on}
    record("deadline:lapsed", DeadlineTrail(deadline), None, now=now, detail=detail)
    opens = period_rule(deadline.code).opens
    if opens and registry.opener is not None:
        registry.opener.open(deadline, opens, now)
