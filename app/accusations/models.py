"""An accusation (检举控告, 信访工作条例 第30条): sealed whole, in tables of its own that no other room reads."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.crypto import keys
from app.core.db import Model, Word


class AccusationStatus(StrEnum):
    """Where an accusation stands."""

    SEALED = "sealed"
    HANDED_OVER = "handed_over"
    ANSWERED = "answered"


STATUS_NAMES = {
    AccusationStatus.SEALED: "已密封，等移交",
    AccusationStatus.HANDED_OVER: "已密封移交",
    AccusationStatus.ANSWERED: "对方已回执",
}


class Accusation(Model):
    """One accusation; everything that could tell who or what is sealed in one field."""

    __tablename__ = "accusation"

    subject_kind = "accusation"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    content_sealed: Mapped[str] = mapped_column(Text)
    accused_index: Mapped[str] = mapped_column(String(64), index=True)
    """A keyed hash of the accused's name: an officer of that name does not see it."""
    received_on: Mapped[date]
    status: Mapped[AccusationStatus] = mapped_column(Word(AccusationStatus), default=AccusationStatus.SEALED)
    sealed_at: Mapped[datetime]
    sealed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    row_version: Mapped[int] = mapped_column()
    hand_overs: Mapped[list[HandOver]] = relationship(order_by="HandOver.id", back_populates="accusation")
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}

    @property
    def content(self) -> dict[str, Any]:
        """What was said: channel, accusers, text, accused, accused_unit, transferred_by, spoken_by."""
        opened = keys().open(self.content_sealed, f"accusation.content:{self.number}")
        return dict(json.loads(opened))

    def seal(self, content: dict[str, Any]) -> None:
        """Keep it sealed, bound to this accusation's number."""
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        self.content_sealed = keys().seal(text, f"accusation.content:{self.number}")


class HandOver(Model):
    """密封移交: to the discipline body, never to the accused, their unit or a village."""

    __tablename__ = "accusation_hand_over"

    id: Mapped[int] = mapped_column(primary_key=True)
    accusation_id: Mapped[int] = mapped_column(ForeignKey("accusation.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    receiver: Mapped[str] = mapped_column(String(100))
    handed_on: Mapped[date]
    pages: Mapped[int]
    carrier: Mapped[str] = mapped_column(String(60))
    received_by: Mapped[str] = mapped_column(String(60), default="")
    receipt_on: Mapped[date | None]
    entered_at: Mapped[datetime]
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    accusation: Mapped[Accusation] = relationship(back_populates="hand_overs")
