"""What was typed wrong and put right: old and new both stay."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.matters.models.occurred import Occurred


class Correction(Occurred, Model):
    """A fact of a matter, or of somebody who takes part in it, put right; numbers stand here masked."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    field: Mapped[str] = mapped_column(String(60))
    """Which fact, by its name here; of a person after their name and a point: ``王甲·phone``."""
    old: Mapped[str] = mapped_column(Text)
    new: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(String(300))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    """The photograph of the signed page that shows it right; none where no such paper says it."""
