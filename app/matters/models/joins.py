"""Two participants of different matters who are one human being: somebody said so, and may take it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.db import Model
from app.core.public_ids import HasPublicId
from app.matters.models.participants import Participant


class Join(HasPublicId, Witnessed, Model):
    """``one`` and ``other`` are the same person (the lower key first); it tells nothing of their relations."""

    __tablename__ = "participant_join"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="two_in_order"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        Index(
            "uq_participant_join_standing",
            "one_id",
            "other_id",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
            sqlite_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    joined_at: Mapped[datetime]
    joined_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    one: Mapped[Participant] = relationship(foreign_keys=[one_id])
    other: Mapped[Participant] = relationship(foreign_keys=[other_id])
