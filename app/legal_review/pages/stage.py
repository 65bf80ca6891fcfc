"""What the pages of this room's steps share: where they stand, and whether the step is still open."""

from __future__ import annotations

from app.agreements.models import Agreement
from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import stamp
from app.agreements.pages.view_values import TextWarnings, warnings_about
from app.agreements.queries import text_of
from app.cases.models import Case
from app.core import clock
from app.processes.queries import open_task_named

STEP_PAGES = {
    "draft": "legal_review.send_page",
    "legal_review": "legal_review.answer_page",
    "decide_review": "legal_review.decide_page",
}


def stamped(form: StageForm, case: Case, step: str) -> bool:
    """Note on a fresh page which step it was made for; False when the flow stands elsewhere."""
    task = open_task_named("case", case.id, step)
    if task is None:
        return False
    stamp(form, task)
    return True


def warnings_of(agreement: Agreement) -> TextWarnings:
    """Red and yellow sentences about the agreement's text."""
    return warnings_about(agreement.case, text_of(agreement), clock.today())
