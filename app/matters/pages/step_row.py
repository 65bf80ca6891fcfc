"""An open step as a big row: whose matter, what is to be done, and how long the matter still has."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.deadlines.queries.shown import ShownLight
from app.processes.models import Task


@dataclass(frozen=True)
class StepRow:
    """``state``, ``due`` and ``why`` are those of a `ShownLight`; ``title`` is where the step is done."""

    state: str
    due: str
    why: str
    number: str
    names: str
    title: str
    todo: str
    href: str
    action: str


def step_row(task: Task, shown: ShownLight) -> StepRow:
    """A step as the big row of a list, with this light."""
    return StepRow(
        state=shown.state,
        due=shown.words,
        why=shown.why,
        number=task.number,
        names=task.title,
        title=task.place_name,
        todo=task.label,
        href=url_for("processes.step", task_id=task.id),
        action="办理",
    )
