"""Running flows go to the newest version of their diagrams where they safely can, and back while nothing was done.

Every flow moves in a transaction of its own, behind the row of its subject; periods, stages and what was answered stay
as they are, for they are rows of their own (`workflows.moving` says when a flow may go).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.audit.actions.record import record
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.queries import running_of
from app.processes.actions.run import project, row_of_version
from app.processes.models import DefinitionRow, FlowMove, Process, Task
from app.processes.queries import locked_flow
from app.processes.queries.definitions import current, definition_of, stored_version
from app.processes.registry import Named
from workflows import engine
from workflows.errors import EngineError
from workflows.moving import move
from workflows.steps import Position

SINCE = "换图以后又往下办了，不能退回去。"


@dataclass(frozen=True)
class Outcome:
    """What becomes, or became, of one flow; `why` it does not move, empty when it does."""

    process_id: int
    why: str = ""


def planned(key: str, *, now: datetime) -> Iterator[Outcome]:
    """What would become of every running flow of an older version; writes nothing.  Raises `DiagramRefused`."""
    for process_id in _older(key):
        process = db.session.get_one(Process, process_id)
        try:
            move(definition_of(process), current(key), process.state, now=now)
        except EngineError as refused:
            yield Outcome(process_id, str(refused))
        else:
            yield Outcome(process_id)
        db.session.expunge(process)


def move_all(key: str, *, now: datetime) -> Iterator[Outcome]:
    """Move what can go; what another administrator moved meanwhile is passed over.  Raises `DiagramRefused`."""
    yield from _each(_older(key), lambda process_id: _move_one(key, process_id, now=now))


def undo_all(key: str, *, now: datetime) -> Iterator[Outcome]:
    """Bring back what was moved and not worked on since: of a flow that moved twice, its last move alone."""
    last = select(func.max(FlowMove.id)).join(FlowMove.process).where(Process.key == key).group_by(FlowMove.process_id)
    found = select(FlowMove.id).where(FlowMove.id.in_(last), FlowMove.undone_at.is_(None))
    moves = db.session.scalars(found.order_by(FlowMove.id)).all()
    yield from _each(moves, lambda move_id: _undo_one(move_id, now=now))


def _each(ids: Iterable[int], carry_out: Callable[[int], Outcome | None]) -> Iterator[Outcome]:
    for one in ids:
        with transaction():
            outcome = carry_out(one)
        if outcome is not None:
            yield outcome


def _move_one(key: str, process_id: int, *, now: datetime) -> Outcome | None:
    process = locked_flow(process_id)
    if process is None or process.finished_at is not None or process.definition.sha256 == current(key).sha256:
        return None
    try:
        position = move(definition_of(process), current(key), process.state, now=now)
    except EngineError as refused:
        return Outcome(process_id, str(refused))
    _keep(process, position, now=now)
    return Outcome(process_id)


def _undo_one(move_id: int, *, now: datetime) -> Outcome | None:
    process = locked_flow(db.session.get_one(FlowMove, move_id).process_id)
    row = db.session.get_one(FlowMove, move_id, populate_existing=True)
    if process is None or row.undone_at is not None:
        return None
    if process.row_version != row.to_row_version:
        return Outcome(process.id, SINCE)
    _bring_back(process, row, now=now)
    return Outcome(process.id)


def _older(key: str) -> list[int]:
    older = DefinitionRow.sha256 != current(key).sha256
    found = select(Process.id).join(Process.definition).where(Process.key == key, Process.finished_at.is_(None), older)
    return list(db.session.scalars(found.order_by(Process.id)))


def _keep(process: Process, position: Position, *, now: datetime) -> None:
    before, state, version = process.definition, process.state, row_of_version(current(process.key), now)
    _place(process, version, position, now=now)
    kept = FlowMove(
        process_id=process.id,
        from_definition_id=before.id,
        from_state=state,
        to_definition_id=version.id,
        to_row_version=process.row_version,
        moved_at=now,
    )
    db.session.add(kept)
    _say(process, "flow:moved", before, now=now)


def _bring_back(process: Process, row: FlowMove, *, now: datetime) -> None:
    left = process.definition
    version = db.session.get_one(DefinitionRow, row.from_definition_id)
    _place(process, version, engine.look(stored_version(version), row.from_state), now=now)
    row.undone_at = now
    _say(process, "flow:moved_back", left, now=now)


def _place(process: Process, version: DefinitionRow, position: Position, *, now: datetime) -> None:
    """The flow stands in this version now; its open steps are called and answered as that says."""
    process.definition, process.state = version, position.state
    project(process, position, running_of(process.subject_kind, process.subject_id), now=now)
    steps = {step.id: step for step in position.steps}
    found = select(Task).where(Task.process_id == process.id, Task.closed_at.is_(None))
    for task in db.session.scalars(found):
        task.label, task.role = steps[task.step_id].label, steps[task.step_id].properties["role"]
    db.session.flush()


def _say(process: Process, deed: str, before: DefinitionRow, *, now: datetime) -> None:
    versions = {"from": before.sha256, "to": process.definition.sha256}
    record(
        deed,
        Named(process.subject_kind, process.subject_id),
        None,
        now=now,
        detail={"process": process.key, **versions},
    )
