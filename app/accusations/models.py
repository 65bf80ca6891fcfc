"""An accusation (检举控告, 信访工作条例 第30条): sealed whole, in tables of its own that no other room reads."""

from __future__ import annotations

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.crypto import keys, sealing_keys
from app.core.db import Model, Word
from app.core.numbering import SeriesRow
from app.core.public_ids import HasPublicId
from app.core.sealed_columns import BOUND_TO
from app.matters.models.attachments import SealedFile


class AccusationStatus(StrEnum):
    """Where an accusation stands."""

    SEALED = "sealed"
    HANDED_OVER = "handed_over"
    ANSWERED = "answered"


STATUS_NAMES = {
    AccusationStatus.SEALED: "已密封，等移交",
    AccusationStatus.HANDED_OVER: "已密封移交，等回执",
    AccusationStatus.ANSWERED: "对方已回执",
}


class ToldHow(StrEnum):
    """How the accuser was told that the accusation was received (第23条)."""

    WRITTEN = "written"
    IN_PERSON = "in_person"
    PHONE = "phone"


TOLD_NAMES = {ToldHow.WRITTEN: "书面送达", ToldHow.IN_PERSON: "当面告知", ToldHow.PHONE: "打电话告知"}


class Accusation(HasPublicId, Witnessed, Model):
    """One accusation; everything that could tell who or what is sealed in one field."""

    __tablename__ = "accusation"
    __table_args__ = (CheckConstraint("(told_on IS NULL) = (told_how IS NULL)", name="told_on_a_day"),)

    subject_kind = "accusation"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    """``密2026-483920``: a year and random digits, so that no gap tells an officer of what is kept from them."""
    content_sealed: Mapped[str] = mapped_column(Text, info={BOUND_TO: ("number",)})
    received_on: Mapped[date]
    status: Mapped[AccusationStatus] = mapped_column(Word(AccusationStatus), default=AccusationStatus.SEALED)
    told_on: Mapped[date | None]
    told_how: Mapped[ToldHow | None] = mapped_column(Word(ToldHow))
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
        self.content_sealed = sealing_keys().seal(text, f"accusation.content:{self.number}")


class HandOverSeries(SeriesRow):
    """The numbers of the hand-over letters, apart from every other room's."""

    __tablename__ = "accusation_hand_over_series"


class HandOver(HasPublicId, Witnessed, Model):
    """密封移交: to the discipline body, never to the accused, their unit or a village (第30条)."""

    __tablename__ = "accusation_hand_over"
    __table_args__ = (
        CheckConstraint("pages >= 1", name="something_is_handed_over"),
        CheckConstraint("(receipt_on IS NULL) = (received_by = '')", name="received_by_somebody"),
    )

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
    paper_sealed: Mapped[str | None] = mapped_column(Text, info={BOUND_TO: ("number",)})
    """The letter as it was handed over; None only until a start has frozen what stood before papers were."""
    accusation: Mapped[Accusation] = relationship(back_populates="hand_overs")

    @property
    def paper_text(self) -> str:
        """The letter as it was handed over, as text.  Raises `SealBroken`, `WrongKeys`."""
        return keys().open(self.paper_sealed or "", self._place)

    def seal_paper(self, text: str) -> None:
        """Keep the letter sealed, bound to its number.  Raises `WrongKeys`."""
        self.paper_sealed = sealing_keys().seal(text, self._place)

    @property
    def _place(self) -> str:
        return f"accusation_hand_over.paper:{self.number}"


class AccusationAttachment(SealedFile, Model):
    """A file that came with an accusation: what it is called, shows and who brought it stand in one sealed field.

    It has no small picture: whoever looks opens it, and every look is kept.
    """

    __tablename__ = "accusation_attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    accusation_id: Mapped[int] = mapped_column(ForeignKey("accusation.id"), index=True)
    words_sealed: Mapped[str] = mapped_column(Text, info={BOUND_TO: ("public_id",)})

    @property
    def matter(self) -> str:
        """``accusation:12``."""
        return f"{Accusation.subject_kind}:{self.accusation_id}"

    @property
    def words(self) -> dict[str, str]:
        """What stands on it: name, material, taken_on (``2026年11月3日`` or empty), spoken_by."""
        return dict(json.loads(keys().open(self.words_sealed, self._place)))

    def seal_words(self, words: dict[str, str]) -> None:
        """Keep them sealed, bound to this row.  Raises `WrongKeys`."""
        text = json.dumps(words, ensure_ascii=False, sort_keys=True)
        self.words_sealed = sealing_keys().seal(text, self._place)

    @property
    def _place(self) -> str:
        return f"accusation_attachment.words:{self.public_id}"
