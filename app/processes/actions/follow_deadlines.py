"""A deadline's date has changed: the timers of its flows wait for the new one, and the open steps show it."""

from __future__ import annotations

from datetime import datetime

from app.deadlines.models import Deadline
from app.processes.actions.run import move
from app.processes.queries import locked_processes_of
from workflows import engine


def follow_deadline(deadline: Deadline, now: datetime) -> None:
    """Bring the flows of the deadline's subject in line with its rows; nothing when it has none, or none any more.

    A timer whose new date has passed rings at once.
    """
    for process in locked_processes_of(deadline.subject_kind, deadline.subject_id):
        if process.finished_at is None:
            move(process, engine.look, now=now)
