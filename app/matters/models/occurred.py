"""The columns of every entry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed


class Occurred(Witnessed):
    """Columns of every entry: when it happened, when it was typed, who spoke, who typed."""

    occurred_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    spoken_by: Mapped[str] = mapped_column(String(100), default="")
    typed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
