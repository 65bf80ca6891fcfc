"""The page of a step about a letter in the flow: the letter, and below it the step's form."""

from __future__ import annotations

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from app.core.access_log import looked
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission
from app.petitions.actions.advice import beforehand_of
from app.petitions.actions.follow_flow import people
from app.petitions.actions.letter_steps import LETTER_HANDLERS, waiting_letter
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.pages import blueprint
from app.petitions.pages.detail import elsewhere
from app.petitions.pages.letters import letter_page, redraft_spec
from app.petitions.queries import get_claim
from app.processes.models import Task
from app.processes.pages.forms import StepForm, form_for
from app.processes.pages.step import hints_of, spec_of
from app.processes.queries import get_task, may_answer
from workflows.diagrams.forms import FormSpec


@dataclass(frozen=True)
class StepShown:
    """What the page of a step shows besides its letter; who may not answer it only reads."""

    claim: Claim
    task: Task
    is_mine: bool
    form: StepForm
    spec: FormSpec
    hints: dict[str, dict[str, str]]


def letter_of_step(claim: Claim, task: Task) -> Letter | None:
    """The letter an open step is about; None when the claim is elsewhere by now."""
    is_there = task.closed_at is None and task.name in LETTER_HANDLERS and task.subject_id == claim.id
    return waiting_letter(claim) if is_there else None


def spec_of_step(letter: Letter, task: Task) -> FormSpec:
    """What a step asks about its letter."""
    return redraft_spec(letter) if task.name == "redraft" else spec_of(task)


def step_shown(claim: Claim, task: Task, letter: Letter, form: StepForm, actor: Actor) -> StepShown:
    """Values of templates/pages/petitions/letter_step.html besides those of `letter_page`."""
    spec = spec_of_step(letter, task)
    return StepShown(claim, task, may_answer(task, actor), form, spec, hints_of(spec))


def _step_page(claim: Claim, task: Task, waiting: Letter, form: StepForm) -> str:
    looked("letter", waiting.id)
    shown = step_shown(claim, task, waiting, form, signed_in())
    return render("petitions/letter_step.html", **vars(shown), **vars(letter_page(waiting, signed_in())))


def letter_step_again(task: Task, form: StepForm) -> str | None:
    """A refused step of a letter with the letter and what was typed; None when the letter went on meanwhile."""
    claim = get_claim(task.subject_id, for_=signed_in())
    waiting = letter_of_step(claim, task)
    return _step_page(claim, task, waiting, form) if waiting else None


@blueprint.get("/claims/<row(claim):claim_id>/letter/<row(task):task_id>")
@requires(Permission.PETITION_SEE)
def letter_step(claim_id: int, task_id: int) -> ResponseReturnValue:
    """The letter a step is about, and below it the step's form."""
    claim, task = get_claim(claim_id, for_=signed_in()), get_task(task_id, for_=signed_in())
    waiting = letter_of_step(claim, task)
    if waiting is None:
        return elsewhere(claim)
    spec, begun = spec_of_step(waiting, task), beforehand_of(claim, task.name)
    return _step_page(claim, task, waiting, form_for(spec, task, people(claim), begun))
