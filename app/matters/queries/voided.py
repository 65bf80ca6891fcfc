"""Voided registrations: of one matter, and of those that turned out to be it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.matters.models.voided import VoidedMatter


def voided_of(kind: str, subject_id: int) -> VoidedMatter | None:
    """How the registration of a matter was voided; None when it holds."""
    found = select(VoidedMatter).where(VoidedMatter.subject_kind == kind, VoidedMatter.subject_id == subject_id)
    return db.session.scalar(found)


def doubles_of(kind: str, subject_id: int) -> Sequence[VoidedMatter]:
    """The voided registrations of the same matter, oldest first."""
    found = select(VoidedMatter).where(VoidedMatter.instead_kind == kind, VoidedMatter.instead_id == subject_id)
    return db.session.scalars(found.order_by(VoidedMatter.id)).all()
