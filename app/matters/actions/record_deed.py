"""A deed on a matter as it was submitted: both moments and who spoke go on the trail."""

from __future__ import annotations

from app.audit.actions.record import record
from app.core.permissions import Subject
from app.processes.registry import Submission


def record_deed(subject: Subject, deed: str, submission: Submission, **detail: object) -> None:
    """Append a deed (``<thing>:<deed>``) on a matter to the trail.  Raises `WrongKeys`."""
    record(
        deed,
        subject,
        submission.actor,
        now=submission.now,
        occurred_at=submission.occurred_at,
        spoken_by=submission.spoken_by,
        detail=detail,
    )
