"""Two matters that have to do with each other: read from both ends, and both sides are told when the other one ends."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed
from app.core.db import Model
from app.core.public_ids import HasPublicId


class MatterLink(HasPublicId, Witnessed, Model):
    """One tie, written once for both ends: the end whose kind and key come first is the first."""

    __tablename__ = "matter_link"
    __table_args__ = (
        CheckConstraint("(untied_at IS NULL) = (untied_by_id IS NULL)", name="untied_by_somebody"),
        Index(
            "uq_matter_link_standing",
            "first_kind",
            "first_id",
            "second_kind",
            "second_id",
            unique=True,
            postgresql_where=text("untied_at IS NULL"),
            sqlite_where=text("untied_at IS NULL"),
        ),
        Index("ix_matter_link_second", "second_kind", "second_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_kind: Mapped[str] = mapped_column(String(40))
    first_id: Mapped[int]
    second_kind: Mapped[str] = mapped_column(String(40))
    second_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    """What they have to do with each other, as whoever tied them says it."""
    tied_at: Mapped[datetime]
    tied_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    untied_at: Mapped[datetime | None]
    untied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    def other_end(self, kind: str, subject_id: int) -> tuple[str, int]:
        """The end that is not this matter."""
        first = (self.first_kind, self.first_id)
        return (self.second_kind, self.second_id) if first == (kind, subject_id) else first
