"""Make the rows of all matters again from the tables of their kinds, or say which differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.project import erase, is_found_by, is_shown_to, parent_of, project, values_of
from app.matters.models import Matter
from app.matters.registry.kinds import Kind, kinds
from app.matters.registry.subject_table import key_column

AT_ONCE = 500
SIGHT, PIECES = "sight", "pieces"


@dataclass(frozen=True)
class Difference:
    """What does not say what its kind's tables say: columns of the row, sight, pieces; none named of a missing row."""

    kind: str
    subject_id: int
    columns: tuple[str, ...]


def rebuild() -> int:
    """Write every row anew, some hundred in a transaction, parents before children; returns how many."""
    written = 0
    for kind in _projected():
        for ids in _batches(kind):
            with transaction():
                for subject_id in ids:
                    project(kind.name, subject_id, anew=True)
            written += len(ids)
    with transaction():
        for kind_name, subject_id in _orphans():
            erase(kind_name, subject_id)
    return written


def differences() -> Iterator[Difference]:
    """Every row that differs, in the order of kinds and ids."""
    for kind in _projected():
        for ids in _batches(kind):
            for subject_id in ids:
                yield from _difference(kind, subject_id)
            db.session.expunge_all()
    for name, subject_id in _orphans():
        yield Difference(name, subject_id, ())


def _difference(kind: Kind[Any], subject_id: int) -> Iterator[Difference]:
    row = db.session.scalar(select(Matter).where(Matter.kind == kind.name, Matter.subject_id == subject_id))
    if row is None:
        yield Difference(kind.name, subject_id, ())
        return
    assert kind.projection is not None
    subject = kind.rows.row(subject_id)
    summary, found_by = kind.projection.summary(subject), kind.projection.found_by(subject)
    parent = parent_of(summary)
    wanted = values_of(kind.name, subject_id, summary) | {"parent_id": parent.id if parent else None}
    wrong = [name for name, value in wanted.items() if getattr(row, name) != value]
    wrong += [SIGHT] if not is_shown_to(row, kind.projection.seen_by(subject)) else []
    wrong += [PIECES] if not is_found_by(row, found_by) else []
    if wrong:
        yield Difference(kind.name, subject_id, tuple(wrong))


def _projected() -> Sequence[Kind[Any]]:
    """The kinds that keep rows, those that are parents of others first."""
    return [kind for kind in kinds().values() if kind.projection is not None]


def _batches(kind: Kind[Any]) -> Iterator[list[int]]:
    key, last = key_column(kind.rows.table), 0
    while ids := list(db.session.scalars(select(key).where(key > last).order_by(key).limit(AT_ONCE))):
        yield ids
        last = ids[-1]


def _orphans() -> list[tuple[str, int]]:
    """Rows of matters that are not there any more, or of a kind that keeps none; children before their parents."""
    kept = _projected()
    gone = [
        and_(Matter.kind == kind.name, Matter.subject_id.not_in(select(key_column(kind.rows.table)))) for kind in kept
    ]
    strange = Matter.kind.not_in([kind.name for kind in kept])
    found = select(Matter.kind, Matter.subject_id).where(or_(strange, *gone)).order_by(Matter.id.desc())
    return [(kind, subject_id) for kind, subject_id in db.session.execute(found)]
