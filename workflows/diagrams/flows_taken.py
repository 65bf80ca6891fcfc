"""Which sequence flows a flow in memory has taken; what was finished before it was loaded is not there any more."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from SpiffWorkflow.util.task import TaskState

from workflows.steps import Passage

SPLIT = ".BoundaryEventSplit"
"""The library puts a task with boundary events behind a fork of this name; the drawing has no such thing."""


def passages(workflow: Any) -> dict[tuple[UUID, UUID], Passage]:
    """Every way from a finished element to the next, in the order of the tree, by the two tasks it joins."""
    return {(task.id, child.id): passage for task, child, passage in _ways(workflow)}


def _ways(workflow: Any) -> Iterator[tuple[Any, Any, Passage]]:
    for task in workflow.get_tasks(state=TaskState.COMPLETED):
        source = task.task_spec.bpmn_id
        for child in task.children if source else ():
            target = _drawn(child.task_spec)
            if target:
                yield task, child, Passage(task.workflow.spec.name, source, target)


def _drawn(spec: Any) -> str:
    """The id of the drawn element a task stands for; empty for the library's own joins."""
    return str(spec.bpmn_id or (spec.name.removesuffix(SPLIT) if spec.name.endswith(SPLIT) else ""))
