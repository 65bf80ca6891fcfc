"""The stored versions of the processes: how many matters run in each, and what would keep one from going on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.db import db
from app.processes.models import DefinitionRow, Process
from app.processes.queries import open_steps
from app.processes.queries.definitions import current, folders, step_roles, stored_version
from app.processes.registry import StepKey, registry
from workflows.diagrams.process_file import StepRole
from workflows.errors import EngineError
from workflows.pinned import pinned

NOT_HANDLED = "有事项正停在这个版本的程序不会办的步骤：{}。"
LOST = "有事项正停在它开始时的流程里没有的步骤：{}。"
WILL_STAND = "在办的事项会走到这个版本的程序不会办的步骤：{}。"
NOT_ASKED = "在办的事项会走到没有表单的步骤：{}。"
NOBODYS = "在办的事项会走到谁也办不了的步骤，它的角色没有对应的账号：{}。"


@dataclass(frozen=True)
class Version:
    """One version of a process: since when it is used, and how many of its flows run and came to their end."""

    key: str
    sha256: str
    since: datetime | None
    running: int
    ended: int
    is_newest: bool


def versions() -> Sequence[Version]:
    """Every stored version, by process and age; and the newest of the files that no matter began with yet, without a
    day.  Raises `EngineError` when the files cannot be run."""
    running = func.count(Process.id).filter(Process.finished_at.is_(None))
    ended = func.count(Process.id).filter(Process.finished_at.is_not(None))
    found = select(DefinitionRow, running, ended).outerjoin(Process, Process.definition_id == DefinitionRow.id)
    found = found.group_by(DefinitionRow.id).order_by(DefinitionRow.key, DefinitionRow.created_at, DefinitionRow.id)
    newest = {folder.name: current(folder.name).sha256 for folder in folders()}
    known = [
        Version(row.key, row.sha256, row.created_at, now, over, newest.get(row.key) == row.sha256)
        for row, now, over in db.session.execute(found)
    ]
    unused = newest.items() - {(one.key, one.sha256) for one in known}
    return sorted(
        [*known, *(Version(key, sha256, None, 0, 0, True) for key, sha256 in unused)], key=lambda one: one.key
    )


def step_faults() -> Iterator[str]:
    """Why matters under way could not go on, or new ones not begin: a sentence for each kind of fault, with the steps.

    Looked at is every version that an open step belongs to, whole: also what its matters will only come to.
    """
    standing = open_steps()
    handled = registry.steps()
    unhandled = [(row.key, name) for row, name in standing if (row.key, name) not in handled]
    if unhandled:
        yield NOT_HANDLED.format(_named(unhandled))
        return
    try:
        for folder in folders():
            current(folder.name)
        yield from _faults_of({row: [name for one, name in standing if one is row] for row, _ in standing}, handled)
    except EngineError as refused:
        yield str(refused)


def _faults_of(standing: Mapping[DefinitionRow, Sequence[str]], handled: Set[StepKey]) -> Iterator[str]:
    roles: Mapping[str, StepRole] = step_roles()
    found: dict[str, list[StepKey]] = {LOST: [], WILL_STAND: [], NOT_ASKED: [], NOBODYS: []}
    for row, names in standing.items():
        asked = pinned(stored_version(row))
        found[LOST] += [(row.key, name) for name in names if name not in asked.steps]
        found[WILL_STAND] += [(row.key, name) for name in sorted(asked.steps) if (row.key, name) not in handled]
        found[NOT_ASKED] += [(row.key, name) for name in asked.unasked]
        found[NOBODYS] += [(row.key, name) for name, role in sorted(asked.steps.items()) if role not in roles]
    yield from (sentence.format(_named(steps)) for sentence, steps in found.items() if steps)


def _named(steps: Sequence[StepKey]) -> str:
    return "、".join(f"{name}（流程 {key}）" for key, name in dict.fromkeys(steps))
