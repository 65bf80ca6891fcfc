"""Ring the timers that are due: each flow in its own transaction, a row claimed by a lease, acting once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from app.core import pages
from app.core.db import db
from app.core.transaction import REFUSED, transaction
from app.processes.actions.run import move
from app.processes.models import Timer
from app.processes.queries import locked_flow
from workflows import engine

BATCH = 200
log = logging.getLogger("jieyou.requests")


def sweep_timers(now: datetime) -> int:
    """Advance every flow with a due timer; returns how many moved.  A broken flow does not stop the others."""
    moved = 0
    for process_id in _claim(now):
        try:
            with transaction():
                moved += ring_flow(process_id, now)
        except REFUSED as refused:
            log.warning("flow %s did not ring: %s", process_id, type(refused).__name__)
    return moved


def _claim(now: datetime) -> list[int]:
    lease = timedelta(seconds=pages.setting_number("LEASE_SECONDS"))
    with transaction():
        free = or_(Timer.leased_until.is_(None), Timer.leased_until <= now)
        found = (
            select(Timer)
            .where(Timer.gone_at.is_(None), Timer.due_at <= now, free)
            .order_by(Timer.due_at)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        timers = db.session.scalars(found).all()
        for timer in timers:
            timer.leased_until = now + lease
        return sorted({timer.process_id for timer in timers})


def ring_flow(process_id: int, now: datetime) -> int:
    """Serve the dates of one flow that have come by `now`; how many flows moved (one or none)."""
    process = locked_flow(process_id)
    waiting = select(Timer.id).where(Timer.process_id == process_id, Timer.gone_at.is_(None), Timer.due_at <= now)
    if process is None or process.finished_at is not None or db.session.scalar(waiting.limit(1)) is None:
        return 0
    move(process, lambda definition, state: engine.tick(definition, state, now=now), now=now)
    return 1
