"""A legal adviser's reading of one version of an agreement, with comments clause by clause."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agreements.models import Agreement
from app.audit.models.witness import Witnessed
from app.core.db import Model, Word
from app.organisations.models import Person


class Verdict(StrEnum):
    """What the adviser, or the head in the adviser's stead, said."""

    PASSED = "passed"
    RETURNED = "returned"
    SUBSTITUTED = "substituted"


class Review(Witnessed, Model):
    """One request to one adviser."""

    __tablename__ = "review"
    __table_args__ = (
        Index(
            "ix_review_waiting",
            "adviser_person_id",
            postgresql_where=text("answered_at IS NULL"),
            sqlite_where=text("answered_at IS NULL"),
        ),
    )

    subject_kind = "review"

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), index=True)
    version: Mapped[int]
    adviser_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None] = mapped_column(Word(Verdict))
    reasons: Mapped[str] = mapped_column(Text, default="")
    agreement: Mapped[Agreement] = relationship()
    adviser: Mapped[Person] = relationship()
    comments: Mapped[list[ClauseComment]] = relationship(order_by="ClauseComment.id", cascade="all, delete-orphan")


class ClauseComment(Witnessed, Model):
    """A comment on one clause, or on the whole text."""

    __tablename__ = "clause_comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), index=True)
    clause_position: Mapped[int | None]
    text: Mapped[str] = mapped_column(String(1000))
    written_at: Mapped[datetime]
