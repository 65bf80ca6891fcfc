"""What the pages of this room's steps share: where they stand, and how a step is found and answered."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.agreements.models import Agreement
from app.agreements.pages.forms import StageForm
from app.agreements.pages.view_values import warnings_about
from app.agreements.queries import text_of
from app.cases.models import Case
from app.cases.queries import get_case
from app.core import clock
from app.core.guard import signed_in
from app.core.transaction import Attempt, attempt
from app.processes.actions.answer import answer_task
from app.processes.queries import open_task_named

STEP_PAGES = {
    "draft": "legal_review.send_page",
    "legal_review": "legal_review.answer_page",
    "decide_review": "legal_review.decide_page",
}


def find(case_id: int) -> Case:
    """The case, if the account may see it."""
    return get_case(case_id, for_=signed_in())


def stamped(form: StageForm, case: Case, step: str) -> bool:
    """Note on a fresh page which step it was made for; False when the flow stands elsewhere."""
    task = open_task_named("case", case.id, step)
    if task is None:
        return False
    form.task_id.data, form.page_version.data = str(task.id), str(task.row_version)
    return True


def elsewhere(case_id: int) -> ResponseReturnValue:
    """Back to the case: the flow stands at another step."""
    flash("这一步已经办过了，或者还没有到，下面是最新的情况。")
    return redirect(url_for("cases.detail", case_id=case_id))


def answer_step(form: StageForm, values: Mapping[str, object]) -> Attempt:
    """Answer the step the form was made for; a refusal is put on the form."""
    actor = signed_in()
    with attempt(form) as tried:
        answer_task(
            form.step_id,
            page_version=form.version,
            values=values,
            occurred_at=form.happened_at,
            spoken_by=form.spoken_by.data or "",
            actor=actor,
            now=clock.now(),
        )
    return tried


def warnings_of(agreement: Agreement) -> dict[str, list[str]]:
    """Red and yellow sentences about the agreement's text."""
    return warnings_about(agreement.case, text_of(agreement), clock.today())
