"""The national system comes first (第21条): its number, query code and due date are kept beside our own."""

from __future__ import annotations

from datetime import date

from app.audit.actions.record import record
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.petitions.actions.handling import must_may
from app.petitions.models import Petition
from app.processes.registry import Submission


def enter_national(petition: Petition, submission: Submission) -> None:
    """Keep what the national system gave; the lamp turns to entered.

    At any time, for that system may be late, or be filled in after the matter was closed.  Raises `NotAllowed` for
    anybody but the desk, `Invalid` without a number.
    """
    must_may(submission.actor, Permission.PETITION_REGISTER)
    number = submission.text("national_number").strip()
    if not number:
        raise Invalid("请填信访件编号。", {"national_number": "请填信访件编号。"})
    due = submission.values.get("national_due_on")
    petition.national_number = number
    petition.national_query_code = submission.text("national_query_code").strip()
    petition.national_due_on = due if isinstance(due, date) else None
    petition.national_entered_at = submission.occurred_at
    record("petition:national_entered", petition, submission.actor, now=submission.now, detail={"number": number})
