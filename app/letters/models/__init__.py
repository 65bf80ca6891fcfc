"""What every letter keeps, in a table of its trade, and every time it did not arrive."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed
from app.core.db import Model, Word
from app.core.name_grams import Name
from app.core.public_ids import HasPublicId
from app.letters.terms import COPIES, ServiceMethod
from app.matters.models.occurred import Occurred


class LetterRow(HasPublicId, Witnessed, Model):
    """A letter of any trade: drafted, signed off by a named person, numbered and sealed, served.

    A trade's table adds what the letter is about, and its kind.
    """

    __abstract__ = True

    unwitnessed = frozenset({"left_at"})
    subject_kind: ClassVar[str]

    id: Mapped[int] = mapped_column(primary_key=True)
    content_json: Mapped[str] = mapped_column(Text)
    """What was typed for it, by field: reason, basis, facts, opinion, remedy, contact …"""
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    signed_off_at: Mapped[datetime | None]
    signed_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    signed_off_name: Mapped[str] = mapped_column(String(60), default="")
    year: Mapped[int | None]
    sequence: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    sealed_on: Mapped[date | None]
    sealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    copies: Mapped[int] = mapped_column(default=COPIES)
    frozen_json: Mapped[str] = mapped_column(Text, default="")
    """The text as it was sealed; printed ever after."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    served_on: Mapped[date | None]
    method: Mapped[ServiceMethod | None] = mapped_column(Word(ServiceMethod))
    receiver: Mapped[str] = mapped_column(String(60), default="")
    refusal: Mapped[str] = mapped_column(Text, default="")
    witness: Mapped[str] = mapped_column(Name(60), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    left_at: Mapped[datetime | None]
    """When it lost its point before it was served: it stays as a draft, or sealed, and nobody goes on with it."""
    row_version: Mapped[int] = mapped_column()

    @property
    def content(self) -> dict[str, str]:
        """What was typed for it, by field."""
        return dict(json.loads(self.content_json))

    @content.setter
    def content(self, values: dict[str, str]) -> None:
        self.content_json = json.dumps(values, ensure_ascii=False, sort_keys=True)


def order_rules() -> tuple[Any, ...]:
    """What the database itself refuses of any letter: what comes before its time."""
    return (
        CheckConstraint("(sealed_on IS NULL) = (number IS NULL)", name="numbered_when_sealed"),
        CheckConstraint("served_on IS NULL OR sealed_on IS NOT NULL", name="sealed_before_serving"),
    )


def sign_off_rules() -> tuple[Any, ...]:
    """And of letters of an office: two of one number, and a seal before somebody signed it off."""
    return (
        *order_rules(),
        UniqueConstraint("year", "sequence"),
        CheckConstraint("sealed_on IS NULL OR signed_off_at IS NOT NULL", name="signed_off_before_sealing"),
    )


class ServiceAttempt(Occurred, Model):
    """A letter did not arrive: the post returned it, nobody was met; it is served again."""

    __tablename__ = "service_attempt"
    __table_args__ = (Index("ix_service_attempt_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    tried_on: Mapped[date]
    method: Mapped[ServiceMethod] = mapped_column(Word(ServiceMethod))
    reason: Mapped[str] = mapped_column(Text)
