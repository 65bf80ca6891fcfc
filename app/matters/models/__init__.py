"""The row of every matter: a projection of its kind's own tables, written with them in one transaction."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.matters.rules.public_id import LENGTH


class Matter(Model):
    """One matter in short, with both ends of the earliest period that runs; its light is computed when it is read.

    Nothing is typed here: `flask matter rebuild` makes it all again from the tables of the kinds.  Accusations have no
    row.
    """

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_matter_opened", "kind", "opened_at", "id"),
        Index("ix_matter_nearest", "kind", "unrolled_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    number: Mapped[str] = mapped_column(String(60), index=True)
    title: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    region: Mapped[str] = mapped_column(String(12))
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    status: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(40))
    accepted_on: Mapped[date | None]
    opened_at: Mapped[datetime]
    ended_on: Mapped[date | None]
    deadline_id: Mapped[int | None]
    """The running period that ends first, by its unrolled end."""
    period_code: Mapped[str] = mapped_column(String(10), default="")
    unrolled_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
