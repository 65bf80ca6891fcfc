"""What a committee sends about a dispute: a letter to another committee, a notice to a party."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.models import Case, Party
from app.cases.models.records import Move
from app.cases.terms import CaseLetterKind
from app.core.db import Word
from app.letters.models import LetterRow, order_rules
from app.organisations.models import Body


class CaseLetter(LetterRow):
    """A letter of a committee; it bears the number of the dispute there, and nobody signs it off."""

    __tablename__ = "case_letter"
    __table_args__ = (
        *order_rules(),
        CheckConstraint("(move_id IS NULL) <> (party_id IS NULL)", name="to_one_receiver"),
    )

    subject_kind = "case_letter"

    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    kind: Mapped[CaseLetterKind] = mapped_column(Word(CaseLetterKind))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    """The body that sends it; its committee seals."""
    move_id: Mapped[int | None] = mapped_column(ForeignKey("move.id"), unique=True)
    """Of a transfer letter: the move it is about."""
    party_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    """Of a notice: the party it is for."""
    number: Mapped[str | None] = mapped_column(String(60))
    case: Mapped[Case] = relationship()
    body: Mapped[Body] = relationship()
    move: Mapped[Move | None] = relationship()
    party: Mapped[Party | None] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": LetterRow.row_version}
