"""What a paper said when it was fixed, sealed or handed out: printed ever after, never filled again from the tables."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.witness import Witnessed
from app.core.append_only import append_only
from app.core.crypto import keys, sealing_keys
from app.core.db import Model
from app.core.key_ring import SealBroken
from app.core.sealed_columns import BY_UID

VALUE = "value_sealed"


class FrozenPaper(Witnessed, Model):
    """One freezing of one paper of one subject.  The value is sealed, for papers name people with their numbers.

    `version` counts the freezings of this paper of this subject from 1; the newest is printed.  The digest is keyed:
    a plain hash beside names that stand in clear would let ID numbers be guessed.
    """

    __tablename__ = "frozen_paper"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "paper", "version"),
        CheckConstraint("version >= 1", name="versions_count_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    paper: Mapped[str] = mapped_column(String(40))
    """The name of its kind (`app.papers.registry.frozen_kinds`)."""
    version: Mapped[int]
    value_sealed: Mapped[str] = mapped_column(Text, info=BY_UID)
    digest: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    """None where a start froze what an earlier version of the program had left standing."""

    def seal(self, text: str) -> None:
        """Keep the value sealed, with its digest; also draws the row's uid.  Raises `WrongKeys`."""
        self.uid = self.uid or str(uuid.uuid4())
        self.digest = digest_of(text)
        self.value_sealed = sealing_keys().seal(text, self._place)

    @property
    def text(self) -> str:
        """The value as text.  Raises `SealBroken` when it does not open or is not the one that was frozen."""
        text = keys().open(self.value_sealed, self._place)
        if digest_of(text) != self.digest:
            raise SealBroken(self._place)
        return text

    @property
    def _place(self) -> str:
        return f"{self.__tablename__}.value:{self.uid}"


def digest_of(text: str) -> str:
    """By which a frozen value is told from any other: 64 hexadecimal digits, keyed."""
    return keys().keyed_hash(text, "frozen_paper.value")


append_only(FrozenPaper, changeable=(VALUE,))
