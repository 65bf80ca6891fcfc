"""Answer a step with what its page's form says; used by the generic page and by the hand-written ones."""

from __future__ import annotations

from collections.abc import Mapping

from app.core import clock
from app.core.guard import signed_in
from app.core.transaction import Attempt, attempt
from app.processes.actions.answer import answer_task
from app.processes.pages.forms import StepForm


def complete(form: StepForm, task_id: int, values: Mapping[str, object]) -> None:
    """Answer the step for who is signed in.  Raises what `answer_task` refuses."""
    answer_task(
        task_id,
        page_version=form.version,
        values=values,
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=signed_in(),
        now=clock.now(),
    )


def answer_step(form: StepForm, task_id: int, values: Mapping[str, object]) -> Attempt:
    """Answer the step; a second tap changes nothing, a refusal is put on the form."""
    with attempt(form) as tried:
        complete(form, task_id, values)
    return tried
