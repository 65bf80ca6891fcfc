"""What an account finds in the list of a kind of matter, and what waits for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.core.permissions import Actor
from app.matters.queries.listing import Wanted, listed
from app.matters.queries.waiting import steps_waiting_for
from app.matters.registry.kinds import Kind
from app.processes.models import Task
from tests.town import NOW


def found(kind: Kind[Any], actor: Actor, words: str = "", *, now: datetime = NOW) -> list[int]:
    """Ids of the first page of what these words find, as the kind's own table has them."""
    page = listed(kind, actor, Wanted(words=words), now=now, soon_at=now, size=20)
    return [row.subject_id for row in page.rows]


def steps_waiting(actor: Actor) -> list[Task]:
    """The steps an account may answer, in the order of 今天要办的事."""
    return [task for task, _ in steps_waiting_for(actor)]
