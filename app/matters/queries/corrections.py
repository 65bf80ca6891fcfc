"""What was put right in a matter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select

from app.core.db import db
from app.matters.models.corrections import Correction


def of_matter(kind: str, subject_id: int) -> ColumnElement[bool]:
    """The condition on `Correction` for one matter."""
    return and_(Correction.subject_kind == kind, Correction.subject_id == subject_id)


def overtaken_at(kind: str, subject_id: int, *, besides: Collection[str] = ()) -> datetime | None:
    """When something that papers say was last put right; None when nothing was.

    What a signed page showed right was wrong here alone, and `besides` are facts that stand on none: neither overtakes
    a print.
    """
    counts = (Correction.attachment_id.is_(None), Correction.field.not_in(besides))
    return db.session.scalar(select(func.max(Correction.entered_at)).where(of_matter(kind, subject_id), *counts))


def corrections_of(kind: str, subject_id: int) -> Sequence[Correction]:
    """What was put right, old and new, oldest first."""
    return db.session.scalars(select(Correction).where(of_matter(kind, subject_id)).order_by(Correction.id)).all()
