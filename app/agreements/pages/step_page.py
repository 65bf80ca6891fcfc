"""A page that stands for one open step: shown with a fresh form, answered, or led to where the flow is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import flash
from flask.typing import ResponseReturnValue

from app.agreements.pages.forms import StageForm
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of, to_case
from app.core.submit_once import answer
from app.processes.models import Task
from app.processes.pages.answering import answer_step
from app.processes.queries import open_task_named

AnyStage = TypeVar("AnyStage", bound=StageForm)

STEP_PAGES = {
    "freeze": "agreements.freeze_page",
    "sign": "agreements.sign_page",
    "seal": "agreements.seal_page",
    "register_oral": "agreements.oral_page",
    "file_original": "agreements.original_page",
    "fulfil": "agreements.duties_page",
}
"""Step → the endpoint of its hand-written page."""


def elsewhere(case_id: int) -> ResponseReturnValue:
    """The way to the case page, when this step is not open."""
    flash("这一步已经办过了，或者还没有到，下面是最新的情况。")
    return to_case(case_id)


def stamp(form: StageForm, task: Task) -> None:
    """Note on a fresh page which step, in which state, it was made for."""
    form.task_id.data, form.page_version.data = task.public_id, str(task.row_version)


def step_page(
    case_id: int, step: str, make: Callable[[Case], AnyStage], page: Callable[[Case, AnyStage], str]
) -> ResponseReturnValue:
    """The page of an open step with a fresh form; the case page when the flow is elsewhere."""
    case = find_case(case_id)
    task = open_task_named("case", case.id, step)
    if task is None:
        return elsewhere(case_id)
    form = make(case)
    stamp(form, task)
    return page(case, form)


def answer_page(
    case_id: int,
    form: AnyStage,
    values: Callable[[], Mapping[str, object]],
    said: str,
    page: Callable[[Case, AnyStage], str],
) -> ResponseReturnValue:
    """Answer the step with the form's values; what cannot be done is said on the page, with what was typed."""
    outcome = answer_step(form, form.step_id, values, place_of(case_id))
    return answer(outcome, said, lambda: page(find_case(case_id), form))
