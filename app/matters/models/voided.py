"""Registrations that were wrong or double: no matter at all, kept with what it was and why (X10)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.matters.models.occurred import Occurred


class VoidedMatter(Occurred, Model):
    """A matter whose registration is void.  Of a double one the matter that stays is named."""

    __tablename__ = "voided_matter"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id"),
        Index("ix_voided_matter_instead", "instead_kind", "instead_id"),
        CheckConstraint("(instead_kind IS NULL) = (instead_id IS NULL)", name="instead_is_one_matter"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    instead_kind: Mapped[str | None] = mapped_column(String(40))
    instead_id: Mapped[int | None]
