"""Which disputes of single households belong to one of many people (系列案（分户）)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.matters.models.occurred import Occurred

STANDING = text("taken_out_at IS NULL")


class HouseholdCase(Occurred, Model):
    """The dispute of one household belongs to a series from when it was said so until it is taken out."""

    __tablename__ = "household_case"
    __table_args__ = (
        Index("uq_household_case_standing", "case_id", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
        CheckConstraint("case_id <> series_id", name="not_its_own_series"),
        CheckConstraint("(taken_out_at IS NULL) = (taken_out_by_id IS NULL)", name="taken_out_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    """The dispute that all of them have in common."""
    side: Mapped[int]
    """On which side the household stands, here and there."""
    taken_out_at: Mapped[datetime | None]
    taken_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
