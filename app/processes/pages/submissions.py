"""Pages of a form file: empty, or judged and carried out once, with the two moments and two people every entry has."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import signed_in
from app.core.pages import render
from app.core.permissions import Actor
from app.core.submit_once import FRESH, UNANSWERED, Outcome, answer, carry_out, is_post, second_tap
from app.processes.pages.forms import StepForm, values_of
from app.processes.pages.step import hints_of
from app.processes.registry import Submission
from workflows.diagrams.forms import FormSpec


def submission_of(form: StepForm, values: dict[str, object], actor: Actor) -> Submission:
    """The answers with the two moments and two people every entry has."""
    return Submission(values, form.happened_at, form.spoken_by.data or "", actor, clock.now())


def answer_once(form: StepForm, spec: FormSpec, actor: Actor, action: Callable[[Submission], str]) -> Outcome:
    """Judge the answers by the form file and do with them what says where it leads."""
    again = second_tap(form)
    if again is not None:
        return again
    values = values_of(spec, form)
    return UNANSWERED if values is None else carry_out(form, lambda: action(submission_of(form, values, actor)))


def submission_page(
    template: str, spec: FormSpec, form: StepForm, action: Callable[[Submission], str], said: str, **values: object
) -> ResponseReturnValue:
    """The page of a form file: empty, or judged and done."""
    outcome = answer_once(form, spec, signed_in(), action) if is_post() else FRESH
    return answer(outcome, said, lambda: render(template, spec=spec, form=form, hints=hints_of(spec), **values))
