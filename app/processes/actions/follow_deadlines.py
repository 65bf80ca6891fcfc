"""A deadline's date has changed, or it is over: timers of flows wait for the new one, and the open steps show it."""

from __future__ import annotations

from datetime import datetime

from app.core.permissions import Subject
from app.deadlines.models import Deadline
from app.processes.actions.run import move
from app.processes.queries import flows_about, locked_flow, locked_processes_of
from workflows import engine


def follow_deadline(deadline: Deadline, now: datetime) -> None:
    """Bring the flows of the deadline's subject, and of its letters, in line with its rows; nothing when it has none.

    A timer whose new date has passed rings at once.
    """
    _follow(deadline.subject_kind, deadline.subject_id, now)


def follow_periods(matter: Subject, now: datetime) -> None:
    """Periods of a matter began or are over: the open steps about it show those that run now."""
    _follow(matter.subject_kind, matter.id, now)


def _follow(kind: str, matter_id: int, now: datetime) -> None:
    """The matter's own flows first, then those of what is about it: always in this order, behind the matter's row."""
    own = locked_processes_of(kind, matter_id)
    beside = [locked_flow(one) for one in flows_about(kind, matter_id)]
    for process in (*own, *beside):
        if process is not None and process.finished_at is None:
            move(process, engine.look, now=now)
