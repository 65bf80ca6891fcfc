"""A dispute that was registered wrongly, or a second time, is voided until it is accepted (X10)."""

from __future__ import annotations

from app.cases.models import Case
from app.cases.queries.called import cases_called
from app.cases.terms import CaseStatus
from app.core.errors import Invalid
from app.matters.actions.void import void_matter
from app.processes.registry import Submission

NO_OTHER = "没有找到这一件，或者它不归您看；请写留下来的那一件的编号，还没编号的写两边当事人的姓名。"
SEVERAL = "找到不止一件，请写全编号，或者把两边当事人的姓名都写上。"


def void_registration(case: Case, submission: Submission) -> None:
    """Void it: no withdrawal, no refusal, and no word about the citizen.

    Raises `Invalid` without a reason, or where the one that stays cannot be told; else like `void_matter`.
    """
    instead = _the_other(case, submission) if submission.text("why") == "double" else None
    case.status, case.ended_at = CaseStatus.VOIDED, submission.now
    void_matter(case, submission, instead=instead)


def _the_other(case: Case, submission: Submission) -> Case:
    """The one dispute besides this and void ones that bears what was typed, of those the actor sees."""
    others = [one for one in cases_called(submission.text("other"), for_=submission.actor) if one.id != case.id]
    if len(others) != 1:
        fault = SEVERAL if others else NO_OTHER
        raise Invalid(fault, {"other": fault})
    return others[0]
