"""Reads of open and answered steps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Account
from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.ownership import owned_by
from app.core.permissions import Actor, Role, Subject
from app.core.public_ids import NO_ROW
from app.core.whose import is_owned_by
from app.deadlines.models import Deadline
from app.organisations.models import Office
from app.processes.models import DefinitionRow, Process, Task
from app.processes.queries.definitions import newest_pinned, pinned_of, step_roles
from app.processes.registry import registry
from app.processes.rules import fits_role
from workflows.diagrams.drawing import Decision
from workflows.diagrams.forms import FormSpec
from workflows.diagrams.process_file import StepRole
from workflows.pinned import Pinned


def _mine(actor: Actor) -> ColumnElement[bool]:
    answering = {name: role for name, role in step_roles().items() if actor.role in role.accounts}
    assigned = [name for name, role in answering.items() if role.assigned]
    of_place = [name for name, role in answering.items() if not role.assigned]
    mine: list[ColumnElement[bool]] = []
    if assigned:
        mine.append(and_(Task.role.in_(assigned), Task.assignee_person_id == actor.person_id))
    if of_place and actor.committee_id is not None:
        mine.append(and_(owned_by(Task.committee_id, actor.committee_id), Task.role.in_(of_place)))
    if of_place and actor.office_id is not None:
        mine.append(and_(_of_office(actor.office_id, actor.role, answering), Task.role.in_(of_place)))
    return or_(*mine) if mine else false()


def _of_office(office_id: int, typing: Role, answering: Mapping[str, StepRole]) -> ColumnElement[bool]:
    """The condition on `Task` that it stands with an office, or with one that works on paper and this one types for.

    One list of offices and not one condition each, so that the index of open steps is walked.
    """
    on_paper = {name: role for name, role in answering.items() if role.paper_desk == typing}
    if not on_paper:
        return owned_by(Task.office_id, office_id)
    own = owned_by(Task.office_id, office_id)
    offices = {name: _unmanned(role) for name, role in on_paper.items()}
    every = or_(Office.id == office_id, *(Office.id.in_(unmanned) for unmanned in offices.values()))
    typed = (and_(Task.role == name, Task.office_id.in_(unmanned)) for name, unmanned in offices.items())
    return and_(Task.office_id.in_(select(Office.id).where(every)), or_(own, *typed))


def may_answer(task: Task, actor: Actor) -> bool:
    """Whether the actor may answer a step: the right role, and their own committee's, office's or assigned step."""
    is_assignee = actor.person_id == task.assignee_person_id
    return fits_role(step_roles().get(task.role), actor.role, is_own=is_own(task, actor), is_assignee=is_assignee)


def is_own(task: Task, actor: Actor) -> bool:
    """Whether a step is at the actor's own committee or office.

    An office without an account works on paper: the desk that the diagrams name for it types.
    """
    if is_owned_by(task.committee_id, actor.committee_id) or is_owned_by(task.office_id, actor.office_id):
        return True
    role = step_roles().get(task.role)
    if role is None or role.paper_desk != actor.role or task.office_id is None:
        return False
    there = _manned(role).where(owned_by(Account.office_id, task.office_id))
    return db.session.scalar(there.limit(1)) is None


def _manned(role: StepRole) -> Select[int | None]:
    """Ids of the offices in which somebody can sign in and answer such steps, the desk that types for others apart."""
    typing = [Role(one) for one in role.accounts if one != role.paper_desk]
    found = select(Account.office_id).where(Account.role.in_(typing), Account.disabled_at.is_(None))
    return found.where(Account.office_id.is_not(None))


def _unmanned(role: StepRole) -> Select[int]:
    """Ids of the offices in which nobody can sign in and answer such steps."""
    return select(Office.id).where(Office.id.not_in(_manned(role)))


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Task` that it is open and the actor may answer it."""
    return and_(Task.closed_at.is_(None), _mine(actor))


def dated_tasks(actor: Actor, *, limit: int) -> Sequence[Task]:
    """The steps the actor may answer whose own period runs, the earliest unrolled end first."""
    found = select(Task).join(Task.deadline).where(waits_for(actor), Deadline.closed_at.is_(None))
    found = found.order_by(Deadline.unrolled_at, Task.id).options(contains_eager(Task.deadline)).limit(limit)
    return db.session.scalars(found).all()


def count_open_tasks(actor: Actor) -> int:
    """How many steps wait for the actor."""
    return db.session.scalar(select(func.count()).select_from(Task).where(waits_for(actor))) or 0


def get_task(task_id: int, *, for_: Actor) -> Task:
    """A step whose subject the actor may see.  Raises `NotFound`, the same for none and for somebody else's."""
    task = db.session.get(Task, task_id)
    if task is None:
        raise NotFound(OUT_OF_SIGHT)
    must_see(task, for_)
    return task


def must_see(task: Task, actor: Actor) -> None:
    """Raises `NotFound` when the subject of a step is out of the actor's sight, as if there were no such step."""
    must_see_subject(task.subject_kind, task.subject_id, actor)


def key_named(subject_kind: str, public_id: str) -> int:
    """The subject that an address names; `NO_ROW` when there is none, or no such kind."""
    return registry.adapter_of(subject_kind).key_of(public_id) if subject_kind in registry.kinds() else NO_ROW


def must_see_subject(subject_kind: str, subject_id: int, actor: Actor) -> None:
    """Raises `NotFound` when a subject is out of the actor's sight, or there is none, or no such kind."""
    if subject_kind not in registry.kinds():
        raise NotFound(OUT_OF_SIGHT)
    try:
        registry.adapter_of(subject_kind).look(subject_id, actor)
    except NotFound as hidden:
        raise NotFound(OUT_OF_SIGHT) from hidden


def tasks_of(subject_kind: str, subject_id: int) -> Sequence[Task]:
    """Every step of a subject's flow, open and answered, oldest first."""
    found = select(Task).where(Task.subject_kind == subject_kind, Task.subject_id == subject_id)
    return db.session.scalars(found.order_by(Task.id)).all()


def open_tasks_of(subject_kind: str, subject_id: int) -> Sequence[Task]:
    """The open steps of a subject's flows, those of the one it was registered with first."""
    found = select(Task).where(
        Task.subject_kind == subject_kind, Task.subject_id == subject_id, Task.closed_at.is_(None)
    )
    return db.session.scalars(found.order_by(Task.process_id, Task.id)).all()


def open_steps_about(matter_kind: str, matter_ids: Collection[int]) -> Sequence[Task]:
    """The open steps in the work of these matters, those of their letters too, the matters' own first."""
    about = (Task.matter_kind == matter_kind, Task.matter_id.in_(matter_ids))
    found = select(Task).where(*about, Task.closed_at.is_(None))
    return db.session.scalars(found.order_by(Task.subject_kind != matter_kind, Task.process_id, Task.id)).all()


def flows_about(matter_kind: str, matter_id: int) -> Sequence[int]:
    """The flows of other subjects with an open step in the work of a matter, oldest first."""
    about = (Task.matter_kind == matter_kind, Task.matter_id == matter_id, Task.closed_at.is_(None))
    beside = or_(Task.subject_kind != matter_kind, Task.subject_id != matter_id)
    found = select(Task.process_id).where(*about, beside).distinct().order_by(Task.process_id)
    return db.session.scalars(found).all()


def open_task_named(subject_kind: str, subject_id: int, name: str) -> Task | None:
    """The open step with this name, if the flow stands there."""
    return next((task for task in open_tasks_of(subject_kind, subject_id) if task.name == name), None)


def _flows(subject_kind: str, subject_ids: Collection[int]) -> Select[Process]:
    found = select(Process).where(Process.subject_kind == subject_kind, Process.subject_id.in_(subject_ids))
    return found.order_by(Process.subject_id, Process.id)


def process_of(subject_kind: str, subject_id: int) -> Process | None:
    """The flow a subject was registered with."""
    return db.session.scalar(_flows(subject_kind, [subject_id]).limit(1))


def running_flow(subject_kind: str, subject_id: int, key: str, part: str = "") -> Process | None:
    """The unfinished flow of this process and part, if one runs."""
    wanted = (Process.key == key, Process.part == part, Process.finished_at.is_(None))
    return db.session.scalar(_flows(subject_kind, [subject_id]).where(*wanted))


def processes_of(subject_kind: str, subject_ids: Collection[int]) -> Sequence[Process]:
    """All flows of these subjects, in the order of their ids."""
    return db.session.scalars(_flows(subject_kind, subject_ids)).all()


def asked_of(key: str, subject_kind: str, subject_id: int) -> Pinned:
    """What is asked about a subject: by the version its flow began with, by the newest of the process without one."""
    process = process_of(subject_kind, subject_id)
    return newest_pinned(key) if process is None else pinned_of(process)


def action_form(key: str, subject: Subject, name: str) -> FormSpec:
    """What an action beside the steps asks about a subject.  Raises `FormRefused` for an unknown one.

    It is asked as the version its flow began with asks; an action that version did not know yet, as the newest does.
    """
    actions = asked_of(key, subject.subject_kind, subject.id).actions
    return (actions if name in actions.names() else newest_pinned(key).actions).get(name)


def decision_table(key: str, subject: Subject, name: str) -> Decision:
    """The table that advises about a subject.  Raises `DiagramRefused` for an unknown one.

    It is the one of the version its flow began with; a table that version did not know yet, the newest one's.
    """
    tables = asked_of(key, subject.subject_kind, subject.id).tables
    return (tables if name in tables.names() else newest_pinned(key).tables).get(name)


def locked_process_of(subject_kind: str, subject_id: int) -> Process | None:
    """The flow a subject was registered with, locked behind the subject's own row; None when it has none."""
    return next(iter(locked_processes_of(subject_kind, subject_id)), None)


def locked_processes_of(subject_kind: str, subject_id: int) -> Sequence[Process]:
    """All flows of a subject, locked behind its own row until the transaction ends, the one it began with first.

    Nothing is locked of a kind that no room entered.
    """
    if subject_kind not in registry.kinds():
        return []
    registry.adapter_of(subject_kind).hold(subject_id)
    found = _flows(subject_kind, [subject_id]).with_for_update(of=Process)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def locked_flow(process_id: int) -> Process | None:
    """A flow, locked behind the row of its subject and read as it stands there; None when it is gone."""
    whose = select(Process.subject_kind, Process.subject_id).where(Process.id == process_id)
    subject = db.session.execute(whose).first()
    if subject is None:
        return None
    registry.adapter_of(subject.subject_kind).hold(subject.subject_id)
    found = select(Process).where(Process.id == process_id).with_for_update(of=Process)
    return db.session.scalar(found.execution_options(populate_existing=True))


def open_steps() -> Sequence[tuple[DefinitionRow, str]]:
    """Every step some flow stands at, by the version it belongs to and its name; however many stand there, once."""
    found = select(DefinitionRow, Task.name).select_from(Task).join(Task.process).join(Process.definition)
    order = (DefinitionRow.key, DefinitionRow.id, Task.name)
    rows = db.session.execute(found.where(Task.closed_at.is_(None)).distinct().order_by(*order))
    return [(row, str(name)) for row, name in rows]
