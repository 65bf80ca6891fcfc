"""Pages of a form file: empty, or judged and carried out once, with the two moments and two people every entry has."""

from __future__ import annotations

from collections.abc import Callable

from flask.typing import ResponseReturnValue

from app.core.guard import signed_in
from app.core.pages import render
from app.core.submit_once import FRESH, answer, is_post
from app.processes.pages.answering import answer_once
from app.processes.pages.forms import StepForm
from app.processes.pages.step import hints_of
from app.processes.registry import Submission
from workflows.diagrams.forms import FormSpec


def submission_page(
    template: str, spec: FormSpec, form: StepForm, action: Callable[[Submission], str], said: str, **values: object
) -> ResponseReturnValue:
    """The page of a form file: empty, or judged and done."""
    outcome = answer_once(form, spec, signed_in(), action) if is_post() else FRESH
    return answer(outcome, said, lambda: render(template, spec=spec, form=form, hints=hints_of(spec), **values))
