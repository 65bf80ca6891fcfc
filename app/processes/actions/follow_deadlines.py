"""A deadline's date has changed: the flow's timer waits for the new one, and the open steps show it."""

from __future__ import annotations

from datetime import datetime

from app.deadlines.models import Deadline
from app.processes.actions.run import move
from app.processes.queries import locked_process_of
from workflows import engine


def follow_deadline(deadline: Deadline, now: datetime) -> None:
    """Bring the flow of the deadline's subject in line with its rows; nothing when it has no flow, or none any more.

    A timer whose new date has passed rings at once.
    """
    process = locked_process_of(deadline.subject_kind, deadline.subject_id)
    if process is not None and process.finished_at is None:
        move(process, engine.look, now=now)
