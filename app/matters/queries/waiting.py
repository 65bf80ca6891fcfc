"""The open steps of an account, each with the row of its matter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.permissions import Actor
from app.matters.models import Matter
from app.matters.rules.sorting import BEHIND_ALL
from app.processes.models import Task
from app.processes.queries import waits_for


def steps_waiting_for(actor: Actor, *, limit: int | None = None) -> Sequence[Row[Task, Matter]]:
    """The steps an account may answer: those of the matter whose period ends first, then those without one by age."""
    of_matter = and_(Matter.kind == Task.matter_kind, Matter.subject_id == Task.matter_id)
    ends_at = func.coalesce(Matter.unrolled_at, BEHIND_ALL)
    found = select(Task, Matter).outerjoin(Matter, of_matter).where(waits_for(actor))
    found = found.order_by(ends_at, Task.opened_at, Task.id)
    found = found.options(joinedload(Task.body), joinedload(Task.office))
    return db.session.execute(found.limit(limit)).all()
