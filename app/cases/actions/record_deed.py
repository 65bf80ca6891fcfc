"""A deed on a dispute as it was submitted: both moments and who spoke go on the trail."""

from __future__ import annotations

from app.audit.actions.record import record
from app.cases.models import Case
from app.processes.registry import Submission


def record_deed(case: Case, deed: str, submission: Submission, **detail: object) -> None:
    """Append ``case:<deed>`` to the trail.  Raises `WrongKeys`."""
    record(
        f"{Case.subject_kind}:{deed}",
        case,
        submission.actor,
        now=submission.now,
        occurred_at=submission.occurred_at,
        spoken_by=submission.spoken_by,
        detail=detail,
    )
