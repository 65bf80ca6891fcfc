"""Answer a step with what its page's form says, once; used by the generic page and by the hand-written ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.core import clock
from app.core.guard import signed_in
from app.core.permissions import Actor
from app.core.submit_once import UNANSWERED, Outcome, carry_out, second_tap, submit
from app.processes.actions.answer import answer_task
from app.processes.pages.forms import StepForm, values_of
from app.processes.registry import Submission
from workflows.diagrams.forms import FormSpec


def complete(form: StepForm, task_id: int, values: Mapping[str, object]) -> None:
    """Answer the step for who is signed in.  Raises what `answer_task` refuses."""
    answer_task(
        task_id,
        page_version=form.version,
        values=with_so(form, values),
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=signed_in(),
        now=clock.now(),
    )


def with_so(form: StepForm, values: Mapping[str, object]) -> dict[str, object]:
    """The answers, and that something unusual is so where somebody said that."""
    return {**values, "is_so": True} if form.is_so.data else dict(values)


def answer_step(form: StepForm, task_id: int, values: Callable[[], Mapping[str, object]], where: str) -> Outcome:
    """Judge the form and answer the step with its values, once; it leads to `where`."""
    return submit(form, lambda: complete(form, task_id, values()), where)


def submission_of(form: StepForm, values: dict[str, object], actor: Actor) -> Submission:
    """The answers with the two moments and two people every entry has."""
    return Submission(with_so(form, values), form.happened_at, form.spoken_by.data or "", actor, clock.now())


def answer_once(form: StepForm, spec: FormSpec, actor: Actor, action: Callable[[Submission], str]) -> Outcome:
    """Judge the answers by the form file and do with them what says where it leads."""
    again = second_tap(form)
    if again is not None:
        return again
    values = values_of(spec, form)
    return UNANSWERED if values is None else carry_out(form, lambda: action(submission_of(form, values, actor)))
