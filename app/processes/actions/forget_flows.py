"""Flows leave without a trace, with all that stands of them: for a matter that leaves for the closed room."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, delete, select

from app.core.db import db
from app.processes.models import FlowMove, Process, Task, Timer


def forget_flows(subject_kind: str, subject_ids: Collection[int]) -> None:
    """Take steps, timers, moves and flows of these subjects away; the caller holds their locks."""
    flows = list(db.session.scalars(_flows_of(subject_kind, subject_ids)))
    for task in db.session.scalars(select(Task).where(Task.process_id.in_(flows))):
        db.session.delete(task)
    db.session.flush()
    for part in (Timer, FlowMove):
        db.session.execute(delete(part).where(part.process_id.in_(flows)))
    db.session.execute(delete(Process).where(Process.id.in_(flows)))


def _flows_of(subject_kind: str, subject_ids: Collection[int]) -> Select[int]:
    return select(Process.id).where(Process.subject_kind == subject_kind, Process.subject_id.in_(subject_ids))
