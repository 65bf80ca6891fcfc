"""The row of every matter, who sees it and by what it is found: projections, written with its kind's own tables."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.core.public_ids import LENGTH
from app.matters.rules.found_by import DIGEST, LONGEST_PIECE


class Matter(Model):
    """One matter in short, with both ends of the earliest period that runs; its light is computed when it is read.

    Nothing is typed here: `flask matter rebuild` makes it all again from the tables of the kinds.  Accusations have no
    row.
    """

    __tablename__ = "matter"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_matter_opened", "kind", "opened_at", "id"),
        Index("ix_matter_nearest", "kind", "ends_at", "id"),
        Index("ix_matter_village", "kind", "village_id", "opened_at", "id"),
        Index("ix_matter_status", "kind", "status", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    """That of its row in its own table."""
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
    deadline_public_id: Mapped[str | None] = mapped_column(String(LENGTH))
    """The running period that ends first, by its unrolled end, as the address of its 期限说明 names it."""
    period_code: Mapped[str] = mapped_column(String(10), default="")
    unrolled_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    is_provisional: Mapped[bool] = mapped_column(default=False)
    """Whether that end rests on a calendar of a year the State has not published yet."""
    ends_at: Mapped[datetime]
    """By what it is sorted: the unrolled end, or far behind all of them when nothing runs."""
    found_by: Mapped[str] = mapped_column(String(DIGEST), default="")
    """Digest of what it is found by: the pieces are written again only when that changed."""


class Sight(Model):
    """Who sees a matter (`app.matters.rules.owners`), with what a list of theirs is narrowed and sorted by.

    A list walks one of the indexes, as many rows as it shows.
    """

    __tablename__ = "matter_sight"
    __table_args__ = (
        Index("ix_matter_sight_opened", "owner", "kind", "opened_at", "matter_id"),
        Index("ix_matter_sight_nearest", "owner", "kind", "ends_at", "matter_id"),
        Index("ix_matter_sight_village", "village_id", "owner", "kind", "opened_at", "matter_id"),
        {"sqlite_with_rowid": False},
    )

    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="CASCADE"), primary_key=True)
    owner: Mapped[str] = mapped_column(String(24), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    village_id: Mapped[int | None]
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Piece(Model):
    """A piece of a name, a number or a text by which a matter is found (`app.matters.rules.found_by`)."""

    __tablename__ = "matter_piece"
    __table_args__ = (Index("ix_matter_piece_matter_id", "matter_id"), {"sqlite_with_rowid": False})

    piece: Mapped[str] = mapped_column(String(LONGEST_PIECE), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="CASCADE"), primary_key=True)
