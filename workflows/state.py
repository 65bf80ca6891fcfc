"""A flow's position to bytes and back.

The diagrams are kept once per version and never per case. Written are only
the tasks the flow can still use: what is open or foreseen, the finished tasks
these still look back at, and the processes called right now. Finished history
and finished calls are left out, so a position stays as small after two hundred
laps as after two. (What happened is told by the app's own tables.) Of a flow
that is over, the end it came to is kept too.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs import defaults as bpmn
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.spiff.specs.defaults import CallActivity, SubWorkflowTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.catalogue import Definition, specs_of
from workflows.diagrams.expressions import WordsOnly
from workflows.errors import StateRefused

LAYOUT = 1
REMEMBERED_BY_ID = TaskState.READY | TaskState.WAITING

Row = dict[str, Any]


def new_workflow(definition: Definition) -> BpmnWorkflow:
    """A flow that has not moved yet, with the safe expressions in place."""
    specs = specs_of(definition)
    return BpmnWorkflow(specs.main, dict(specs.called), script_engine=_safe_engine())


def dump(definition: Definition, workflow: BpmnWorkflow) -> bytes:
    """The position as bytes: equal positions of one version give equal bytes."""
    return orjson.dumps({"layout": LAYOUT, "version": definition.sha256[:16], "flow": _flow_out(workflow)})


def load(definition: Definition, state: bytes) -> BpmnWorkflow:
    """The flow that stood at this position, ready to move on.

    Raises StateRefused when the bytes are damaged or belong to another version.
    """
    try:
        stored = orjson.loads(state)
        if stored["layout"] != LAYOUT or stored["version"] != definition.sha256[:16]:
            raise StateRefused("这件案子存下的进度和流程图的版本对不上，请联系管理员。")
        specs = specs_of(definition)
        top = BpmnWorkflow(specs.main, dict(specs.called), script_engine=_safe_engine(), deserializing=True)
        _flow_in(stored["flow"], top, top)
    except (orjson.JSONDecodeError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise StateRefused("这件案子存下的进度读不出来，请联系管理员。") from error
    return top


def end_of(workflow: BpmnWorkflow) -> Task | None:
    """The task of the end event a finished flow came to last; None when it was not kept, or the flow is not over."""
    over = workflow.get_tasks(state=TaskState.COMPLETED) if workflow.completed else []
    ends = [task for task in over if task.workflow is workflow and isinstance(task.task_spec, bpmn.EndEvent)]
    return max(ends, key=lambda task: task.last_state_change, default=None)


def _safe_engine() -> PythonScriptEngine:
    return PythonScriptEngine(environment=WordsOnly())


def _flow_out(workflow: Any) -> Row:
    tasks = list(_still_used(workflow))
    places = {task.id: place for place, task in enumerate(tasks)}
    written: Row = {"tasks": [_task_out(task, places) for task in tasks]}
    if workflow.completed:
        written |= {"completed": True, "success": workflow.success, "data": workflow.data}
    return written


def _task_out(task: Any, places: dict[UUID, int]) -> Row:
    above = task.parent
    while above is not None and above.id not in places:
        above = above.parent
    row: Row = {"of": task.task_spec.name, "state": task.state}
    if above is not None:
        row["under"] = places[above.id]
    if task.has_state(REMEMBERED_BY_ID):
        row["id"] = task.id.hex
    if task.internal_data and not task.has_state(TaskState.FINISHED_MASK):
        row["inner"] = task.internal_data
    row |= _data_out(task.data, {} if above is None else above.data)
    called = task.workflow.top_workflow.subprocesses.get(task.id)
    if called is not None and not task.has_state(TaskState.FINISHED_MASK):
        row["calls"] = _flow_out(called)
    return row


def _data_out(data: dict[str, Any], above: dict[str, Any]) -> Row:
    """Only what differs from the task above; a task not reached yet has no data at all."""
    if not data:
        return {"bare": True} if above else {}
    changed = {key: value for key, value in data.items() if key not in above or _differs(above[key], value)}
    return {"set": changed} if changed else {}


def _differs(one: object, other: object) -> bool:
    return one != other or type(one) is not type(other)


def _still_used(workflow: Any) -> Iterator[Any]:
    """The tasks to keep, parents before children, children in their order."""
    everything = _has_joins(workflow.spec) and not workflow.completed
    end = end_of(workflow) if isinstance(workflow, BpmnWorkflow) else None
    waiting = [workflow.task_tree]
    while waiting:
        task = waiting.pop()
        waiting.extend(reversed(task.children))
        if everything or task.parent is None or task is end or _is_used(task):
            yield task


def _is_used(task: Any) -> bool:
    """Open or foreseen itself, or right above a task that is (which still reads its data and its kind)."""
    return any(not each.has_state(TaskState.FINISHED_MASK) for each in (task, *task.children))


def _has_joins(spec: Any) -> bool:
    """Parallel branches count finished tasks when they meet: such a process keeps them all."""
    return any(isinstance(each, bpmn.ParallelGateway | bpmn.InclusiveGateway) for each in spec.task_specs.values())


def _flow_in(written: Row, workflow: Any, top: BpmnWorkflow) -> None:
    tasks: list[Any] = []
    for row in written["tasks"]:
        tasks.append(_task_in(row, tasks, workflow))
    workflow.task_tree = tasks[0]
    workflow.completed = written.get("completed", False)
    workflow.success = written.get("success", True)
    workflow.data.update(written.get("data", {}))
    for row, task in zip(written["tasks"], tasks, strict=True):
        if isinstance(task.task_spec, CatchingEvent) and task.has_state(TaskState.WAITING):
            top.event_manager.add_task(task)
        if "calls" in row:
            _call_in(row["calls"], task, top)


def _call_in(written: Row, task: Any, top: BpmnWorkflow) -> None:
    if not isinstance(task.task_spec, CallActivity | SubWorkflowTask):
        raise StateRefused("这件案子存下的进度读不出来，请联系管理员。")
    called = BpmnSubWorkflow(top.subprocess_specs[task.task_spec.spec], task.id, top, deserializing=True)
    top.subprocesses[task.id] = called
    _flow_in(written, called, top)
    called.completed_event.connect(task.task_spec._on_subworkflow_completed, task)


def _task_in(row: Row, before: list[Any], workflow: Any) -> Any:
    above = before[row["under"]] if "under" in row else None
    spec = workflow.spec.task_specs[row["of"]]
    own_id = UUID(hex=row["id"]) if "id" in row else None
    task = Task(workflow, spec, parent=above, state=row["state"], id=own_id)
    task.internal_data = row.get("inner", {})
    if "bare" not in row:
        task.data = ({} if above is None else dict(above.data)) | row.get("set", {})
    return task
