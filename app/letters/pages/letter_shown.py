"""What the page of any trade's letter shows: the step it waits at, when it did not arrive, where its way is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import pages
from app.core.pages import chinese_date
from app.core.permissions import Actor
from app.letters.models import LetterRow
from app.letters.queries import attempts_of
from app.letters.terms import SERVICE_NAMES
from app.processes.actions.standing import standings
from app.processes.models import Task
from app.processes.pages.forms import StepForm
from app.processes.pages.step import hints_of
from app.processes.queries import may_answer
from workflows.diagrams.forms import FormSpec


@dataclass(frozen=True)
class StepShown:
    """The step a letter waits at; who may not answer it only reads."""

    task: Task
    is_mine: bool
    form: StepForm
    spec: FormSpec
    hints: dict[str, dict[str, str]]


def step_shown(task: Task, spec: FormSpec, form: StepForm, actor: Actor) -> StepShown:
    """A step with its form, fresh or refused."""
    return StepShown(task, may_answer(task, actor), form, spec, hints_of(spec))


def attempts_shown(letter: LetterRow) -> list[str]:
    """The times it did not arrive, in words."""
    return [
        f"{chinese_date(one.tried_on)}没送到（{SERVICE_NAMES[one.method]}）：{one.reason}"
        for one in attempts_of(letter)
    ]


def diagram_of(letter: LetterRow) -> str:
    """The address where its way is drawn with where it stands; empty for one without a flow of its own."""
    found = standings(letter.subject_kind, [letter.id])
    named = {"kind": letter.subject_kind, "id": letter.public_id}
    return pages.address("processes.diagram", key=found[0].key, now=found[0].elements, **named) if found else ""
