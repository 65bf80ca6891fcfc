"""What happened in a matter, as it was told when it was entered: the truth its history is read from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.matters.rules.told import Audience

LONGEST_TITLE = 200


class Entry(HasPublicId, Witnessed, Model):
    """One line of a matter: what happened, what came of it, both moments, who spoke and who typed.

    Written in the transaction of the row it tells of, and never changed: what puts it right is an entry of its own.
    Accusations have none.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("row_kind", "row_id", "word"),
        Index("ix_entry_subject", "subject_kind", "subject_id", "occurred_at", "entered_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    word: Mapped[str] = mapped_column(String(70))
    """What happened, as one code: ``step:accept_case``, ``sitting``, ``letter:served``."""
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    outcome: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    occurred_at: Mapped[datetime]
    """The minute in which it happened: people tell no seconds, and within a minute the first entered comes first."""
    only_day: Mapped[bool] = mapped_column(default=False)
    """Only the day is known."""
    entered_at: Mapped[datetime]
    spoken_by: Mapped[str] = mapped_column(String(100), default="")
    typed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None for what the clockwork did."""
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """In whose stead it was done (授权); nobody can be stood in for yet."""
    audience: Mapped[Audience] = mapped_column(Word(Audience), default=Audience.EVERYONE)
    row_kind: Mapped[str] = mapped_column(String(40))
    """The table of the row it tells of."""
    row_id: Mapped[int]
