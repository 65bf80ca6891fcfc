"""Reads of matters."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.matters.models import Matter


def matter_of(kind: str, subject_id: int) -> Matter | None:
    """The row of a matter; None of a kind that keeps none."""
    return db.session.scalar(select(Matter).where(Matter.kind == kind, Matter.subject_id == subject_id))


def locked_matter_of(kind: str, subject_id: int) -> Matter | None:
    """The row of a matter as it stands, locked until the transaction ends."""
    found = select(Matter).where(Matter.kind == kind, Matter.subject_id == subject_id).with_for_update()
    return db.session.scalar(found.execution_options(populate_existing=True))


def children_of(parent: Matter) -> Sequence[Matter]:
    """The matters that belong to another, in the order they came."""
    return db.session.scalars(select(Matter).where(Matter.parent_id == parent.id).order_by(Matter.id)).all()
