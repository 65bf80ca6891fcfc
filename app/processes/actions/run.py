"""Move flows and keep their projections: the open-step rows and timer rows always say what the state says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select, update

from app.core.db import db
from app.core.errors import NotNow
from app.core.permissions import Subject
from app.deadlines.models import Deadline
from app.deadlines.queries import running_of
from app.processes.actions.being_answered import is_being_answered
from app.processes.models import DefinitionRow, Process, Task, Timer
from app.processes.queries import running_flow
from app.processes.queries.definitions import current, definition_of
from app.processes.registry import Key, Placement, Words, registry
from workflows import engine
from workflows.catalogue import Definition
from workflows.errors import EngineError, NobodyWaits, NotReady
from workflows.steps import Due, Position, Step

MOST_TIMERS = 20
LONGEST_TITLE = 200
NOT_ANSWERED: Words = {"outcome": ""}
"""How a step goes on that lost its point: the way that stands open without an answer, not that of the last one."""
Answered = tuple[str, Words]
"""A step by its name, and the words it was answered with."""
STARTED = "这件事已经开始办了，没有再开始一遍。"
MOVED = "这一步已经不在等人办了：可能别人先办了，或者期限到了要先回答。请回到案件页看现在该做什么。"


def start_process(
    key: str, subject: Subject, words: Words, *, part: str = "", answered: Sequence[Answered] = (), now: datetime
) -> Process:
    """Start the newest version of a process for a subject and project its first steps.

    `answered`: what was done before there was a flow; its steps are passed and leave no row.

    Raises `NotNow` while a flow of this process and part runs: it is locked against a second start by the subject.
    """
    adapter = registry.adapter_of(subject.subject_kind)
    adapter.hold(subject.id)
    if running_flow(subject.subject_kind, subject.id, key, part) is not None:
        raise NotNow(STARTED)
    definition = current(key)
    row = row_of_version(definition, now)
    position = _after(definition, engine.start(definition, words, now=now), answered, now)
    process = Process(
        definition_id=row.id,
        definition=row,
        key=key,
        part=part,
        subject_kind=subject.subject_kind,
        subject_id=subject.id,
        state=position.state,
        started_at=now,
    )
    db.session.add(process)
    db.session.flush()
    project(process, position, running_of(*adapter.about(subject.id)), now=now)
    return process


def _after(definition: Definition, position: Position, answered: Sequence[Answered], now: datetime) -> Position:
    for name, words in answered:
        step = next(one for one in position.steps if one.name == name)
        position = engine.complete(definition, position.state, step.id, words, now=now)
    return position


def row_of_version(definition: Definition, now: datetime) -> DefinitionRow:
    """The row of a version; it is made when the version is first used."""
    found = select(DefinitionRow).where(DefinitionRow.key == definition.key, DefinitionRow.sha256 == definition.sha256)
    row = db.session.scalar(found)
    if row is None:
        row = DefinitionRow(key=definition.key, sha256=definition.sha256, source=definition.source, created_at=now)
        db.session.add(row)
        db.session.flush()
    return row


def move(process: Process, step: Callable[[Definition, bytes], Position], *, now: datetime) -> Position:
    """Apply one engine call to a locked process, store the new state, rewrite the projections.

    A step that lost its point by this (a reminder after the answer came) is closed along with it; timers are set to
    what the deadline rows say.  Raises `NotNow` when the flow is elsewhere by now.
    """
    definition = definition_of(process)
    adapter = registry.adapter_of(process.subject_kind)
    running = running_of(*adapter.about(process.subject_id))
    try:
        position = step(definition, process.state)
        for left in position.steps:
            if not is_being_answered(process) and adapter.is_outdated(process.subject_id, left):
                position = engine.complete(definition, position.state, left.id, NOT_ANSWERED, now=now)
        position = _retimed(definition, position, running, now)
    except (NotReady, NobodyWaits) as moved:
        raise NotNow(MOVED) from moved
    except EngineError as broken:
        raise NotNow(str(broken)) from broken
    process.state = position.state
    project(process, position, running, now=now)
    return position


def _retimed(definition: Definition, position: Position, running: Sequence[Deadline], now: datetime) -> Position:
    """Every waiting timer waits for what its deadline row says; one that has passed by that rings at once."""
    for _ in range(MOST_TIMERS):
        late = next(
            ((due, row) for due in position.dues if (row := _row_of(due, running)) and row.due_at != due.at), None
        )
        if late is None:
            return position
        due, row = late
        position = engine.retime(definition, position.state, due.id, row.due_at, now=now)
    return position


def _row_of(due: Due, running: Sequence[Deadline]) -> Deadline | None:
    return max((row for row in running if row.code == due.code), key=lambda row: row.id, default=None)


def project(process: Process, position: Position, running: Sequence[Deadline], *, now: datetime) -> None:
    """Make task and timer rows equal to the position, and let the subject do the same with its own columns.

    `running` are the periods of the matter it is about that are watched.
    """
    _project_tasks(process, position, running, now)
    _project_timers(process, position, now)
    if position.finished and process.finished_at is None:
        process.finished_at = now
    registry.adapter_of(process.subject_kind).moved(process.subject_id, process.key, position, now)


def _project_tasks(process: Process, position: Position, running: Sequence[Deadline], now: datetime) -> None:
    found = select(Task).where(Task.process_id == process.id, Task.closed_at.is_(None))
    rows = {task.step_id: task for task in db.session.scalars(found)}
    wanted = {step.id: step for step in position.steps}
    for step_id, task in rows.items():
        if step_id not in wanted:
            task.closed_at, task.outcome = now, "gone"
    adapter = registry.adapter_of(process.subject_kind)
    about, part = adapter.about(process.subject_id), registry.part_name(process.key, process.part)
    for step_id, step in wanted.items():
        placement = adapter.place(process.subject_id, step, position.words)
        task = rows.get(step_id) or _new_task(process, step, about, now)
        _place(task, placement, part)
        _set_due(task, [due for due in position.dues if due.step_name == step.name], placement, running)


def _set_due(task: Task, dues: Sequence[Due], placement: Placement, running: Sequence[Deadline]) -> None:
    """A step's period: that of its timer, else the first to end of those it belongs to; its due date with it.

    Another light is no other step: whoever has its page open meanwhile may still answer it.
    """
    codes = {due.code for due in dues} or set(placement.deadline_codes)
    row = next((row for row in running if row.code in codes), None)
    deadline_id, due_at = row.id if row else None, row.due_at if row else min((due.at for due in dues), default=None)
    if task not in db.session.new and (task.deadline_id, task.due_at) != (deadline_id, due_at):
        shown = update(Task).where(Task.id == task.id).values(deadline_id=deadline_id, due_at=due_at)
        db.session.execute(shown)
    else:
        task.deadline_id, task.due_at = deadline_id, due_at


def _new_task(process: Process, step: Step, about: Key, now: datetime) -> Task:
    task = Task(
        process_id=process.id,
        step_id=step.id,
        name=step.name,
        label=step.label,
        role=step.properties["role"],
        subject_kind=process.subject_kind,
        subject_id=process.subject_id,
        matter_kind=about[0],
        matter_id=about[1],
        opened_at=now,
    )
    db.session.add(task)
    return task


def _place(task: Task, placement: Placement, part: str) -> None:
    task.region, task.committee_id, task.body_id = placement.region, placement.committee_id, placement.body_id
    task.office_id = placement.office_id
    task.title = _title(placement.title, part)
    task.number = placement.number
    task.assignee_person_id = placement.assignee_person_id


def _title(title: str, part: str) -> str:
    return f"{part}　{title}"[:LONGEST_TITLE] if part else title[:LONGEST_TITLE]


def rename_steps(subject: Subject, title: str) -> None:
    """The subject is called otherwise now: its open steps carry it, and who has a page of one open may still answer."""
    mine = (Task.subject_kind == subject.subject_kind, Task.subject_id == subject.id, Task.closed_at.is_(None))
    for task_id, key, part in db.session.execute(select(Task.id, Process.key, Process.part).join(Process).where(*mine)):
        called = _title(title, registry.part_name(key, part))
        db.session.execute(update(Task).where(Task.id == task_id).values(title=called))


def _project_timers(process: Process, position: Position, now: datetime) -> None:
    found = select(Timer).where(Timer.process_id == process.id, Timer.gone_at.is_(None))
    rows = {timer.engine_id: timer for timer in db.session.scalars(found)}
    wanted = {due.id: due for due in position.dues}
    for engine_id, timer in rows.items():
        if engine_id not in wanted:
            timer.gone_at = now
    for engine_id, due in wanted.items():
        if engine_id in rows:
            rows[engine_id].due_at = due.at
            continue
        db.session.add(
            Timer(
                process_id=process.id,
                engine_id=due.id,
                name=due.name,
                code=due.code,
                step_name=due.step_name,
                due_at=due.at,
            )
        )
