"""Moves flows: the one file that drives SpiffWorkflow.

Every function takes a stored position and gives the next one; nothing is kept
in between. When one raises, nothing has happened: roll back and store nothing.
The caller holds the row lock. Dates that have come are served first, so of a
date and a person arriving together the date is first.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, EventBasedGateway
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.spiff.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.util.task import TaskState

from workflows import state as store
from workflows.catalogue import Definition, specs_of
from workflows.diagrams.expressions import names_in
from workflows.diagrams.flows_taken import passages
from workflows.errors import EngineError, NobodyWaits, NotReady, WordsRefused
from workflows.steps import INHERITED, Due, End, Position, Step, Word
from workflows.timing import DateTimer, FirstOf, at_moment

MOST_AUTOMATIC_STEPS = 400
MOST_WORDS = 40
LONGEST_WORD = 500


def start(definition: Definition, words: Mapping[str, Word], *, now: datetime) -> Position:
    """Open a flow with its routing words and take it to the first steps."""
    flow = Flow.new(definition)
    flow.start(words, now=now)
    return flow.position()


def complete(
    definition: Definition, state: bytes, step_id: str, words: Mapping[str, Word], *, now: datetime
) -> Position:
    """Answer an open step; the words flow on from it. Raises NotReady when it is not open."""
    flow = Flow.at(definition, state)
    flow.complete(step_id, words, now=now)
    return flow.position()


def tick(definition: Definition, state: bytes, *, now: datetime) -> Position:
    """Serve every date that has come by ``now`` (a date equal to it has come)."""
    flow = Flow.at(definition, state)
    flow.tick(now=now)
    return flow.position()


def send(definition: Definition, state: bytes, message: str, words: Mapping[str, Word], *, now: datetime) -> Position:
    """Bring a message, with words, to whoever waits for it. Raises NobodyWaits."""
    flow = Flow.at(definition, state)
    flow.send(message, words, now=now)
    return flow.position()


def cancel(definition: Definition, state: bytes) -> Position:
    """End a flow wherever it stands: nothing is open or waited for any more, and no end of the diagram was reached."""
    flow = Flow.at(definition, state)
    flow.cancel()
    return flow.position()


def retime(definition: Definition, state: bytes, due_id: str, at: datetime, *, now: datetime) -> Position:
    """Give a waiting date another value; one that has passed rings at once. Raises NotReady."""
    flow = Flow.at(definition, state)
    flow.retime(due_id, at, now=now)
    return flow.position()


def look(definition: Definition, state: bytes) -> Position:
    """Where a stored flow stands; moves nothing."""
    return Flow.at(definition, state).position()


def properties_of(definition: Definition, name: str) -> Mapping[str, str]:
    """The own properties of the element with this BPMN id; empty when the version has none, or no such element."""
    specs = specs_of(definition)
    found = (spec.task_specs.get(name) for spec in (specs.main, *specs.called.values()))
    return next((_properties(element) for element in found if element is not None), {})


class Flow:
    """One flow in memory. After an exception it is spoilt and must be dropped."""

    def __init__(self, definition: Definition, workflow: BpmnWorkflow) -> None:
        self._definition = definition
        self._workflow = workflow
        self._taken_before = passages(workflow).keys()

    @classmethod
    def new(cls, definition: Definition) -> "Flow":
        return cls(definition, store.new_workflow(definition))

    @classmethod
    def at(cls, definition: Definition, state: bytes) -> "Flow":
        """The flow at a stored position. Raises StateRefused when it cannot be read."""
        return cls(definition, store.load(definition, state))

    def start(self, words: Mapping[str, Word], *, now: datetime) -> None:
        self._workflow.task_tree.set_data(**checked_words(words))
        self._advance(now)

    def complete(self, step_id: str, words: Mapping[str, Word], *, now: datetime) -> None:
        self._advance(now)
        task = self._open(step_id)
        if task is None or not task.has_state(TaskState.READY) or not task.task_spec.manual:
            raise NotReady("这一步已经办过或不用再办了，请刷新页面看最新情况。")
        with at_moment(now), _sentences():
            task.set_data(**checked_words(words))
            task.run()
        self._advance(now)

    def tick(self, *, now: datetime) -> None:
        self._advance(now)

    def send(self, message: str, words: Mapping[str, Word], *, now: datetime) -> None:
        self._advance(now)
        given = checked_words(words)
        waiting = [task for task in self._tasks(TaskState.WAITING) if message in _messages_of(task)]
        if not waiting:
            raise NobodyWaits(f"现在没有哪一步在等“{message}”，请刷新页面看最新情况。")
        with at_moment(now), _sentences():
            self._workflow.send_event(BpmnEvent(MessageEventDefinition(message), payload={}))
            for task in waiting:
                task.set_data(**given)
        self._advance(now)

    def cancel(self) -> None:
        self._workflow.cancel()

    def retime(self, due_id: str, at: datetime, *, now: datetime) -> None:
        """Also rewrites the word the date was read from, so that a later lap reads the new one."""
        task = self._open(due_id)
        timer = None if task is None else _timer_of(task)
        if task is None or timer is None:
            raise NotReady("这个期限已经到过或不用再等了，请刷新页面看最新情况。")
        timer.set_date(task, at)
        _rewrite_word(self._workflow, task, timer)
        self._advance(now)

    def position(self) -> Position:
        """Where the flow stands, with the bytes to store."""
        open_tasks = list(self._tasks(TaskState.READY | TaskState.WAITING))
        messages = {message for task in open_tasks for message in _messages_of(task)}
        finished = bool(self._workflow.completed)
        return Position(
            state=store.dump(self._definition, self._workflow),
            steps=tuple(_step(task) for task in open_tasks if _is_step(task)),
            waits=tuple(_step(task) for task in open_tasks if _is_wait(task)),
            dues=tuple(due for task in open_tasks if (due := _due(task)) is not None),
            words=dict(self._workflow.data if finished else _leading_data(open_tasks)),
            finished=finished,
            messages=tuple(sorted(messages)),
            end=_end(self._workflow) if finished else None,
            taken=tuple(way for key, way in passages(self._workflow).items() if key not in self._taken_before),
        )

    def _advance(self, now: datetime) -> None:
        """Ring every date that has come, then run all that needs nobody until it is still.

        A timer reached on the way looks at the time itself, so one ringing is enough.
        """
        left = iter(range(MOST_AUTOMATIC_STEPS))

        def count(task: Any) -> None:
            if next(left, None) is None:
                raise EngineError("流程在没有人办理的情况下一直打转，请检查流程图里的判断条件。")

        with at_moment(now), _sentences():
            self._ring()
            while self._is_moving():
                self._workflow.do_engine_steps(will_complete_task=count)

    def _ring(self) -> None:
        for task in list(self._tasks(TaskState.WAITING)):
            if task.has_state(TaskState.WAITING) and _timer_of(task) is not None:
                task.task_spec._update(task)

    def _is_moving(self) -> bool:
        return any(not task.task_spec.manual for task in self._tasks(TaskState.READY))

    def _open(self, task_id: str) -> Any:
        for task in self._tasks(TaskState.READY | TaskState.WAITING):
            if str(task.id) == task_id:
                return task
        return None

    def _tasks(self, state: int) -> Iterator[Any]:
        """Tasks in this state, in the order of the tree, called processes included."""
        yield from self._workflow.get_tasks(state=state)


@contextmanager
def _sentences() -> Iterator[None]:
    """Turns SpiffWorkflow's complaints into one EngineError with a sentence."""
    try:
        yield
    except SpiffWorkflowException as error:
        cause: BaseException | None = error
        while cause is not None and not isinstance(cause, EngineError):
            cause = cause.__cause__ or cause.__context__
        raise EngineError(f"流程走不下去：{cause or error}") from error


def checked_words(words: Mapping[str, Word]) -> dict[str, Word]:
    """The words as they may enter a flow. Raises WordsRefused."""
    if len(words) > MOST_WORDS:
        raise WordsRefused(f"流转用的词太多，最多 {MOST_WORDS} 个。")
    for name, value in words.items():
        if not name.isidentifier() or name.startswith("_"):
            raise WordsRefused(f"流转用的词“{name}”名字不对。")
        if value is not None and not isinstance(value, str | bool | int):
            raise WordsRefused(f"流转用的词“{name}”只能是文字、整数、是否或空。")
        if isinstance(value, str) and len(value) > LONGEST_WORD:
            raise WordsRefused(f"流转用的词“{name}”太长。")
    return dict(words)


def _is_step(task: Any) -> bool:
    return bool(task.has_state(TaskState.READY) and task.task_spec.manual)


def _is_wait(task: Any) -> bool:
    """Whether the flow itself waits here, and not only a clock beside an open step."""
    return bool(_awaited(task)) and not isinstance(task.task_spec, BoundaryEvent)


def _step(task: Any) -> Step:
    spec = task.task_spec
    calls = _calls_around(task)
    return Step(
        id=str(task.id),
        name=spec.name,
        label=" ".join((spec.bpmn_name or spec.name).split()),
        lane=spec.lane or "",
        process=task.workflow.spec.name,
        documentation=(spec.documentation or "").strip(),
        properties=_inherited(calls) | _awaited_properties(spec) | _properties(spec),
        within=tuple(call.name for call in calls),
    )


def _properties(spec: Any) -> dict[str, str]:
    return dict(spec.extensions.get("properties", {}))


def _awaited_properties(spec: Any) -> dict[str, str]:
    """What the events behind an event-based gateway say for it; the library reads none of the gateway's own."""
    ways = spec.outputs if isinstance(spec, EventBasedGateway) else []
    return {name: value for way in ways for name, value in _properties(way).items() if name in INHERITED}


def _calls_around(task: Any) -> list[Any]:
    """The call activities a task stands in, outermost first."""
    calls: list[Any] = []
    while task.workflow is not task.workflow.top_workflow:
        task = task.workflow.top_workflow.get_task_from_id(task.workflow.parent_task_id)
        calls.insert(0, task.task_spec)
    return calls


def _inherited(calls: list[Any]) -> dict[str, str]:
    """What the calls around a step say for it; the nearest has the word."""
    return {name: value for call in calls for name, value in _properties(call).items() if name in INHERITED}


def _end(workflow: BpmnWorkflow) -> End | None:
    reached = store.end_of(workflow)
    return None if reached is None else End(reached.task_spec.name, _properties(reached.task_spec))


def _awaited(task: Any) -> list[Any]:
    """What a task waits for now: one date or message, or those of an event-based gateway; nothing of another task."""
    if not isinstance(task.task_spec, CatchingEvent) or not task.has_state(TaskState.WAITING):
        return []
    definition = task.task_spec.event_definition
    return list(definition.event_definitions) if isinstance(definition, FirstOf) else [definition]


def _timer_of(task: Any) -> DateTimer | None:
    return next((each for each in _awaited(task) if isinstance(each, DateTimer)), None)


def _messages_of(task: Any) -> set[str]:
    return {str(each.name) for each in _awaited(task) if isinstance(each, MessageEventDefinition)}


def _due(task: Any) -> Due | None:
    timer = _timer_of(task)
    at = None if timer is None else timer.date(task)
    if timer is None or at is None:
        return None
    event = task.workflow.spec.task_specs[timer.name]
    return Due(str(task.id), timer.name, _properties(event).get("deadline", ""), at, _attached_to(task).task_spec.name)


def _attached_to(task: Any) -> Any:
    """The task a boundary event sits on; an event that stands alone is its own."""
    beside = [] if task.parent is None else task.parent.children
    hosts = [each for each in beside if not isinstance(each.task_spec, CatchingEvent)]
    return hosts[0] if hosts else task


def _leading_data(open_tasks: list[Any]) -> dict[str, Word]:
    leading = next((task for task in open_tasks if _is_step(task)), None) or next(iter(open_tasks), None)
    data: dict[str, Word] = {} if leading is None else leading.data
    return data


def _rewrite_word(workflow: BpmnWorkflow, task: Any, timer: DateTimer) -> None:
    """Where a timer's text is just a word, let that word say the new date all around the task."""
    word = timer.expression.strip()
    if names_in(word) != {word}:
        return
    around = [task, *([] if task.parent is None else workflow.get_tasks(first_task=task.parent))]
    for each in around:
        if word in each.data:
            each.data[word] = task.internal_data["event_value"]
