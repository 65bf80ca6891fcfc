"""An open step as a big row: whose matter, what is to be done, and how long the matter still has."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from flask import url_for

from app.core.shortening import shortened
from app.deadlines.queries.shown import ShownLight
from app.matters.queries.entries import newest_outcomes
from app.processes.models import Task
from app.processes.registry import Key

LONGEST_CAME = 120
"""Characters of what came; the whole stands on the page of the matter."""


@dataclass(frozen=True)
class StepRow:
    """``state``, ``due`` and ``why`` are those of a `ShownLight`; ``title`` is where the step is done, ``came`` what
    somebody else answered last.
    """

    state: str
    due: str
    why: str
    number: str
    names: str
    title: str
    todo: str
    href: str
    action: str
    came: str = ""
    mark: str = ""
    """What is said beside the light."""


def step_row(task: Task, shown: ShownLight, came: str = "", mark: str = "") -> StepRow:
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
        came=shortened(came, LONGEST_CAME),
        mark=mark,
    )


def came_by_others(tasks: Collection[Task], account_id: int) -> Mapping[Key, str]:
    """What came of the last thing in each matter, where it was not this account that typed it."""
    newest = newest_outcomes({(task.matter_kind, task.matter_id) for task in tasks})
    return {key: one.outcome for key, one in newest.items() if one.typed_by_id != account_id}
