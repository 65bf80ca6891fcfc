"""Where a flow stands in its own version of the diagram, and what that version says of a step."""

from __future__ import annotations

from collections.abc import Mapping

from app.processes.models import Task
from app.processes.queries import process_of
from app.processes.queries.definitions import definition_of
from workflows import engine


def elements_at(subject_kind: str, subject_id: int) -> list[str]:
    """The ids of the open steps of a subject's flow and of the call activities around them; none when it is over."""
    process = process_of(subject_kind, subject_id)
    if process is None or process.finished_at is not None:
        return []
    steps = engine.look(definition_of(process), process.state).steps
    return sorted({name for step in steps for name in (step.name, *step.within)})


def properties_of(task: Task) -> Mapping[str, str]:
    """What the diagram says of an open or answered step, in the version its flow runs in."""
    return engine.properties_of(definition_of(task.process), task.name)
