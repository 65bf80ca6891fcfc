"""The 司法所 telephones both sides of an agreement that nobody else saw: by word of mouth, or entered afterwards."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.agreements.models import Agreement
from app.audit.models.witness import Witnessed
from app.cases.models import Party
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.matters.models.occurred import Occurred

_OPEN = "finished_at IS NULL"


class SpotReason(StrEnum):
    """Why it is checked."""

    ORAL = "oral"
    WHOLE = "whole"


REASON_NAMES = {SpotReason.ORAL: "口头协议", SpotReason.WHOLE: "整件补录"}


class SpotAnswer(StrEnum):
    """What a party said on the telephone, and what a check came to."""

    CONFIRMED = "confirmed"
    DIFFERS = "differs"
    NOT_REACHED = "not_reached"


ANSWER_NAMES = {
    SpotAnswer.CONFIRMED: "属实",
    SpotAnswer.DIFFERS: "说法不一样",
    SpotAnswer.NOT_REACHED: "没有联系上",
}


class SpotCheck(HasPublicId, Witnessed, Model):
    """One agreement that is to be checked, until it is finished with what it came to."""

    __tablename__ = "spot_check"
    __table_args__ = (
        Index("ix_spot_check_open", "opened_at", postgresql_where=text(_OPEN), sqlite_where=text(_OPEN)),
        UniqueConstraint("agreement_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    reason: Mapped[SpotReason] = mapped_column(Word(SpotReason))
    opened_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    result: Mapped[SpotAnswer | None] = mapped_column(Word(SpotAnswer))
    agreement: Mapped[Agreement] = relationship()
    calls: Mapped[list[SpotCall]] = relationship(order_by="SpotCall.id")


class SpotCall(Occurred, Model):
    """One call to one party."""

    __tablename__ = "spot_call"

    id: Mapped[int] = mapped_column(primary_key=True)
    spot_check_id: Mapped[int] = mapped_column(ForeignKey("spot_check.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    answer: Mapped[SpotAnswer] = mapped_column(Word(SpotAnswer))
    note: Mapped[str] = mapped_column(String(300), default="")
    party: Mapped[Party] = relationship()
