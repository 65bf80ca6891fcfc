"""Where a flow stands in its own version of the diagram, and what that version says of a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.processes.models import Process, Task
from app.processes.queries import process_of, processes_of
from app.processes.queries.definitions import definition_of
from workflows import engine


@dataclass(frozen=True)
class Standing:
    """Where subjects stand whose flows run in one version of a process: their ids, the elements of its diagrams."""

    key: str
    subject_ids: Sequence[int]
    elements: Sequence[str]


def elements_at(subject_kind: str, subject_id: int) -> list[str]:
    """The ids of the open steps and waits of a subject's flows, and of the call activities around them."""
    return sorted({name for process in processes_of(subject_kind, [subject_id]) for name in _elements(process)})


def standings(subject_kind: str, subject_ids: Sequence[int]) -> list[Standing]:
    """Where these subjects stand, those of one version together, in the order of their ids."""
    by_version: dict[int, list[Process]] = {}
    for process in processes_of(subject_kind, subject_ids):
        by_version.setdefault(process.definition_id, []).append(process)
    return [_standing(alike) for alike in by_version.values()]


def _standing(alike: Sequence[Process]) -> Standing:
    elements = sorted({name for one in alike for name in _elements(one)})
    return Standing(alike[0].key, [one.subject_id for one in alike], elements)


def _elements(process: Process) -> set[str]:
    if process.finished_at is not None:
        return set()
    position = engine.look(definition_of(process), process.state)
    return {name for step in (*position.steps, *position.waits) for name in (step.name, *step.within)}


def has_step(subject_kind: str, subject_id: int, name: str) -> bool:
    """Whether the version a subject began with has a step of this name; not for one without a flow."""
    process = process_of(subject_kind, subject_id)
    return process is not None and "role" in engine.properties_of(definition_of(process), name)


def properties_of(task: Task) -> Mapping[str, str]:
    """What the diagram says of an open or answered step, in the version its flow runs in."""
    return engine.properties_of(definition_of(task.process), task.name)
