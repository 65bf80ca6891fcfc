"""A deadline's date has changed: the flow's timer waits for the new one, and the open steps show it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.deadlines.models import Deadline
from app.processes.models import Process
from app.processes.run import move
from workflows import engine


def follow_deadline(deadline: Deadline, now: datetime) -> None:
    """Bring the flow of the deadline's subject in line with its rows; nothing when it has no flow, or none any more.

    A timer whose new date has passed rings at once.
    """
    found = (
        select(Process)
        .where(Process.subject_kind == deadline.subject_kind, Process.subject_id == deadline.subject_id)
        .with_for_update(of=Process)
        .execution_options(populate_existing=True)
    )
    process = db.session.scalar(found)
    if process is not None and process.finished_at is None:
        move(process, engine.look, now=now)
