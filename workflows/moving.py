"""Takes a stored flow to another version of its diagrams, or says why it cannot go there.

SpiffWorkflow aligns the elements of two versions and judges nothing (its ``migrate_workflow`` also begins every wait
anew, and with it every clock).  Here a flow moves only when all it stands at is there again and means the same; what
it has not come to yet may have changed.  Its open steps keep their ids, its waiting dates their values.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson
from SpiffWorkflow.bpmn.specs import defaults as bpmn
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.specs.defaults import CallActivity, SubWorkflowTask
from SpiffWorkflow.util.task import TaskState

from workflows import engine
from workflows import state as store
from workflows.catalogue import Definition, specs_of
from workflows.diagrams.check_words import CELL
from workflows.diagrams.drawing import parse_words
from workflows.diagrams.expressions import names_in
from workflows.diagrams.forms import WORDS_FILE
from workflows.diagrams.specs import expressions_of
from workflows.errors import CannotMove
from workflows.steps import Position, Word
from workflows.timing import DateTimer, FirstOf

_FORESEEN = TaskState.PREDICTED_MASK | TaskState.FUTURE
"""What the library has thought of and not come to, surely or perhaps."""
_PARALLEL = (bpmn.ParallelGateway, bpmn.InclusiveGateway)


def move(old: Definition, new: Definition, state: bytes, *, now: datetime) -> Position:
    """Where the flow stands in the other version; nothing about it has moved on.

    Raises `CannotMove` with a sentence that names the element; whatever `workflows.engine.look` raises.
    """
    before = engine.look(old, state)
    if before.finished:
        raise CannotMove("这件事已经办完了，不用换。")
    workflow = store.load(old, state)
    specs = specs_of(new)
    for flow in (workflow, *workflow.subprocesses.values()):
        _must_go_on_alike(flow, specs.main if flow is workflow else specs.called.get(flow.spec.name))
    unsaid = _unsaid(workflow, new)
    after = engine.look(new, _carried_over(new, state, unsaid))
    if (_stands(after), after.words) != (_stands(before), {**unsaid, **before.words}):
        raise CannotMove("换到新图以后站的地方不一样，请留在原来的图里办完。")
    return after


def _stands(position: Position) -> tuple[object, ...]:
    """What must be the same on both sides: the open steps and waits by their ids, and the dates waited for.

    So must the words, but for those that were never said.
    """
    steps = [(step.id, step.name, step.process) for step in position.steps]
    waits = [(wait.id, wait.name, wait.process) for wait in position.waits]
    return steps, waits, sorted((due.id, due.name, due.code, due.at) for due in position.dues)


def _must_go_on_alike(flow: Any, spec: Any) -> None:
    """Every element the flow stands at is in the other version of its process, and means the same."""
    if spec is None:
        raise CannotMove(f"新图里没有“{flow.spec.description or flow.spec.name}”这一段。")
    if _is_parallel(flow.spec) or _is_parallel(spec):
        raise CannotMove("这一段分着走再汇合，走到一半的不能换图。")
    for task in flow.get_tasks(state=TaskState.STARTED | TaskState.READY | TaskState.WAITING):
        if task.workflow is flow:
            _must_mean_the_same(task.task_spec, spec.task_specs.get(task.task_spec.name))
    for task in flow.get_tasks(state=TaskState.COMPLETED):
        if task.workflow is flow and task.task_spec.name not in spec.task_specs:
            raise CannotMove(f"走过的“{task.task_spec.bpmn_name or task.task_spec.name}”新图里没有。")


def _is_parallel(spec: Any) -> bool:
    return any(isinstance(each, _PARALLEL) for each in spec.task_specs.values())


def _must_mean_the_same(old: Any, new: Any) -> None:
    label = old.bpmn_name or old.name
    if new is None:
        raise CannotMove(f"新图里没有“{label}”。")
    for what, of in _MEANINGS.items():
        if of(old) != of(new):
            raise CannotMove(f"“{label}”在新图里变了：{what}。")


def _events(spec: Any) -> list[tuple[str, str]]:
    """What an element waits for: its date or message, or those of the ways out of an event-based gateway."""
    definition = spec.event_definition if isinstance(spec, CatchingEvent) else None
    awaited = definition.event_definitions if isinstance(definition, FirstOf) else [definition]
    return [
        ("date", each.expression) if isinstance(each, DateTimer) else (type(each).__name__, getattr(each, "name", ""))
        for each in awaited
        if each is not None
    ]


def _beside(spec: Any) -> list[str]:
    """The events on the edge of a step: the library puts all of them behind one fork."""
    forks = [each for each in spec.inputs if type(each).__name__ == "BoundaryEventSplit"]
    return sorted(each.name for fork in forks for each in fork.outputs)


_MEANINGS = {
    "不是同一种图形了": lambda spec: type(spec).__name__,
    "答复的角色换了": lambda spec: getattr(spec, "extensions", {}).get("properties", {}).get("role"),
    "调用的是另一段": lambda spec: spec.spec if isinstance(spec, CallActivity | SubWorkflowTask) else None,
    "等的事情换了": _events,
    "边上等的事情换了": _beside,
}
"""What must not differ at an element where a flow stands, each with how it is said when it does."""


def _unsaid(workflow: BpmnWorkflow, new: Definition) -> dict[str, Word]:
    """Routing words the other version reads and the flow never heard of, as they are before anybody said anything.

    Raises `CannotMove` for one that the version does not declare: it would stop the flow at a gateway.
    """
    known = {name for task in workflow.get_tasks(state=TaskState.READY | TaskState.WAITING) for name in task.data}
    asked = {name for text in _expressions(new) for name in names_in(text)} - {CELL}
    declared = parse_words(new.files().get(WORDS_FILE, "{}"))
    unsaid: dict[str, Word] = {}
    for name in sorted(asked - known):
        if name not in declared:
            raise CannotMove(f"新图要用的词“{name}”，这件事里没有。")
        unsaid[name] = _BEFORE_ANYTHING[declared[name].kind]
    return unsaid


_BEFORE_ANYTHING: dict[str, Word] = {"code": "", "yes_no": False, "moment": None}
"""What a word of each kind says in a flow that has just begun."""


def _expressions(definition: Definition) -> Iterator[str]:
    specs = specs_of(definition)
    for spec in (specs.main, *specs.called.values()):
        for each in spec.task_specs.values():
            yield from expressions_of(each)


def _carried_over(new: Definition, state: bytes, unsaid: Mapping[str, Word]) -> bytes:
    """The stored position as one of the other version: what stands and stood is kept, what was foreseen is foreseen
    anew."""
    stored = orjson.loads(state)
    stored["version"] = new.sha256[:16]
    stored["flow"] = _without_foreseen(stored["flow"])
    workflow = store.load(new, orjson.dumps(stored))
    for flow in (workflow, *workflow.subprocesses.values()):
        for task in flow.get_tasks(state=TaskState.STARTED | TaskState.READY | TaskState.WAITING):
            if task.workflow is flow:
                task.data = {**unsaid, **task.data}
                task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)
    return store.dump(new, workflow)


def _without_foreseen(flow: dict[str, Any]) -> dict[str, Any]:
    kept: list[dict[str, Any]] = []
    places: dict[int, int] = {}
    for place, row in enumerate(flow["tasks"]):
        if row["state"] & _FORESEEN:
            continue
        places[place] = len(kept)
        above = {"under": places[row["under"]]} if "under" in row else {}
        called = {"calls": _without_foreseen(row["calls"])} if "calls" in row else {}
        kept.append(row | above | called)
    return flow | {"tasks": kept}
