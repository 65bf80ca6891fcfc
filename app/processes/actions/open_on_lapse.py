"""A clock never takes work away: what its lapse asks is a small flow beside the work (architecture of the house)."""

from __future__ import annotations

from datetime import datetime

from app.deadlines.models import Deadline
from app.processes.actions.run import start_process
from app.processes.actions.standing import has_step
from app.processes.queries import process_of, running_flow
from app.processes.queries.definitions import current
from app.processes.registry import Named, registry
from workflows.pinned import pinned


class SmallFlows:
    """The `app.deadlines.registry.Opener` of the process room."""

    def hold(self, subject_kind: str, subject_id: int) -> None:
        """Lock the row of the subject; nothing of a kind that no room entered."""
        if subject_kind in registry.kinds():
            registry.adapter_of(subject_kind).hold(subject_id)

    def open(self, deadline: Deadline, key: str, now: datetime) -> None:
        """Begin a flow of this process about the subject and the part of it that the period is of.

        Nothing while one runs already, for a subject without a flow or whose work is over, and where the version the
        subject began with asks the same itself.
        """
        kind, subject_id = deadline.subject_kind, deadline.subject_id
        if kind not in registry.kinds() or running_flow(kind, subject_id, key, deadline.part) is not None:
            return
        own = process_of(kind, subject_id)
        asks_itself = any(has_step(kind, subject_id, name) for name in pinned(current(key)).steps)
        if own is not None and own.finished_at is None and not asks_itself:
            start_process(key, Named(kind, subject_id), {"outcome": ""}, part=deadline.part, now=now)
