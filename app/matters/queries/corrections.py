"""What was put right in a matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from app.core.db import db
from app.matters.models.corrections import Correction


def of_matter(kind: str, subject_id: int) -> ColumnElement[bool]:
    """The condition on `Correction` for one matter."""
    return and_(Correction.subject_kind == kind, Correction.subject_id == subject_id)


def corrected_at(kind: str, subject_id: int) -> datetime | None:
    """When something of a matter was last put right; None when nothing was."""
    return db.session.scalar(select(func.max(Correction.entered_at)).where(of_matter(kind, subject_id)))


def corrections_of(kind: str, subject_id: int) -> Sequence[Correction]:
    """What was put right, old and new, oldest first."""
    return db.session.scalars(select(Correction).where(of_matter(kind, subject_id)).order_by(Correction.id)).all()
