"""Reads of matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select

from app.core.db import db
from app.matters.models import Matter, Sight


def matter_of(kind: str, subject_id: int) -> Matter | None:
    """The row of a matter; None of a kind that keeps none."""
    return db.session.scalar(select(Matter).where(Matter.kind == kind, Matter.subject_id == subject_id))


def locked_matter_of(kind: str, subject_id: int) -> Matter | None:
    """The row of a matter as it stands, locked until the transaction ends."""
    found = select(Matter).where(Matter.kind == kind, Matter.subject_id == subject_id).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def matter_called(number: str) -> Matter | None:
    """The matter with exactly this number, or with this public id; None when there is none, or several."""
    found = db.session.scalars(select(Matter).where(or_(Matter.number == number, Matter.public_id == number))).all()
    return found[0] if number and len(found) == 1 else None


def children_of(parent: Matter) -> Sequence[Matter]:
    """The matters that belong to another, in the order they came."""
    return db.session.scalars(select(Matter).where(Matter.parent_id == parent.id).order_by(Matter.id)).all()


def sight_of(row: Matter) -> frozenset[tuple[object, ...]]:
    """Who sees a matter, besides those who see every one of its kind, each with `walked_by` as it stands for them."""
    found = select(Sight.owner, Sight.kind, Sight.village_id, Sight.opened_at, Sight.ends_at)
    return frozenset(map(tuple, db.session.execute(found.where(Sight.matter_id == row.id))))


def walked_by(row: Matter) -> Mapping[str, object]:
    """What lists of those who see a matter are narrowed and sorted by, in the order of the columns."""
    return {"kind": row.kind, "village_id": row.village_id, "opened_at": row.opened_at, "ends_at": row.ends_at}
