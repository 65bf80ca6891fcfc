"""What must be equal before and after flows were moved to another version, and how many were."""

from __future__ import annotations

from collections import Counter

import sqlalchemy as sa

from app.core.db import db
from app.deadlines.models import Deadline
from app.processes.actions.move_flows import Outcome
from app.processes.models import Process, Task

Rows = list[tuple[object, ...]]


def periods() -> Rows:
    columns = (Deadline.id, Deadline.code, Deadline.part, Deadline.due_at, Deadline.rings_at, Deadline.closed_at)
    return [tuple(row) for row in db.session.execute(sa.select(*columns).order_by(Deadline.id))]


def open_steps() -> Rows:
    found = sa.select(Task.id, Task.step_id, Task.name, Task.opened_at).where(Task.closed_at.is_(None))
    return [tuple(row) for row in db.session.execute(found.order_by(Task.id))]


def versions() -> Rows:
    found = sa.select(Process.id, Process.definition_id, Process.state).order_by(Process.id)
    return [tuple(row) for row in db.session.execute(found)]


def counted(outcomes: list[Outcome]) -> tuple[int, int]:
    """How many went, and how many stay."""
    stay = Counter(bool(one.why) for one in outcomes)
    return stay[False], stay[True]
