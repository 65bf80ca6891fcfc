"""Files of a matter: what was photographed or sent stands sealed outside the database (`app/core/files.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model
from app.core.public_ids import HasPublicId
from app.matters.models.occurred import Occurred

PDF = "application/pdf"


@dataclass(frozen=True)
class Thumbnail:
    """The small picture of a kept file, a file of its own (`app.core.files.Kept`)."""

    stored_as: str
    content_mac: str | None
    matter: str


class SealedFile(HasPublicId, Occurred):
    """Columns of every row that stands for a kept file; `matter` is what the keyed hashes of its content are bound to.

    A kind that keeps its files in a table of its own takes these, so that one mechanism reads them.
    """

    media_type: Mapped[str] = mapped_column(String(60))
    stored_as: Mapped[str] = mapped_column(String(64))
    """Its name on the disk."""
    content_mac: Mapped[str | None] = mapped_column(String(64))
    """A keyed hash of its content within this matter; None while it still lies plain, named by its SHA-256."""
    size: Mapped[int]
    """Bytes of its content."""
    taken_on: Mapped[date | None] = mapped_column(Date)
    """The day that stands on the paper, or on which the photograph was taken; None when nobody says."""
    thumbnail_as: Mapped[str | None] = mapped_column(String(64))
    """The name on the disk of its small picture; None for a PDF, and for what was filed before there were any."""
    thumbnail_mac: Mapped[str | None] = mapped_column(String(64))

    if TYPE_CHECKING:  # of the table that carries these columns

        @property
        def matter(self) -> str: ...

    @property
    def thumbnail(self) -> Thumbnail | None:
        """Its small picture, if it has one."""
        return Thumbnail(self.thumbnail_as, self.thumbnail_mac, self.matter) if self.thumbnail_as else None

    @property
    def ending(self) -> str:
        """How a file of its type ends."""
        return ".pdf" if self.media_type == PDF else ".jpg"


class Attachment(SealedFile, Model):
    """A file of a matter of any kind that declares attachments (`app.matters.registry.attachments`)."""

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "content_mac"),
        Index("ix_attachment_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    """As the sender's machine called it."""
    kind: Mapped[str] = mapped_column(String(40))
    """Which material it is, by its name among those of the matter's kind."""

    @property
    def matter(self) -> str:
        """``case:12``."""
        return f"{self.subject_kind}:{self.subject_id}"
