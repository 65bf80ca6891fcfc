"""What is broken, where, and who said so."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed
from app.core.db import Model
from app.core.public_ids import HasPublicId


class Repair(HasPublicId, Witnessed, Model):
    """One thing that is broken."""

    __tablename__ = subject_kind = "repair"

    id: Mapped[int] = mapped_column(primary_key=True)
    region: Mapped[str] = mapped_column(String(12))
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    number: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(40), default="inspecting")
    spoken_by: Mapped[str] = mapped_column(String(100))
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    ended_on: Mapped[date | None]
