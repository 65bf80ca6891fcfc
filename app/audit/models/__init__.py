"""The audit trail: append-only, each entry holding the hash of the one before; and the copies of its head."""

from __future__ import annotations

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models.content import Content, open_content
from app.core.append_only import append_only
from app.core.db import Model, Word
from app.core.sealed_columns import BOUND_TO


class AuditEntry(Model):
    """One deed: who did it, who typed it, when it happened and when it was entered.

    Names and details are a sealed token.  The chain hashes the token, not the key that opens it: the key may be wrapped
    anew (`flask keys rotate`) or thrown away (`app.audit.actions.erase`), and every hash still holds.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deed: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    account_id: Mapped[int | None]
    occurred_at: Mapped[datetime]
    entered_at: Mapped[datetime]
    content_token: Mapped[str] = mapped_column(Text)
    """Who spoke and the details, sealed with a key of this entry's own."""
    key_sealed: Mapped[str | None] = mapped_column(String(200), info={BOUND_TO: ("previous_hash",)})
    """That key, sealed by the ring; None when the content was erased for good."""
    digests: Mapped[str] = mapped_column(Text, default="")
    """Keyed digests of the rows that this deed wrote, by label and key (`app.audit.models.witness`); JSON, or empty."""
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """No two entries follow the same one."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def content(self) -> Content:
        """Who spoke and the details; empty once erased.  Raises `WrongKeys`, `SealBroken`."""
        return open_content(self.content_token, self.key_sealed, self.previous_hash)

    @property
    def spoken_by(self) -> str:
        """Who spoke; empty once erased."""
        return self.content.spoken_by

    @property
    def detail(self) -> str:
        """The details as JSON; ``{}`` once erased."""
        return json.dumps(self.content.detail, ensure_ascii=False, sort_keys=True)


class AuditHead(Model):
    """The single row that says where the chain ends; locking it orders the entries."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))


class HeadWay(StrEnum):
    """How a copy of the head left the house."""

    BACKUP = "backup"
    DIGEST = "digest"
    SHEET = "sheet"


HEAD_WAY_NAMES = {HeadWay.BACKUP: "备份", HeadWay.DIGEST: "每日提要", HeadWay.SHEET: "封条"}


class HeadCopy(Model):
    """A copy of the head that was given out; what it names must stand in the chain for ever."""

    __tablename__ = "audit_head_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    way: Mapped[HeadWay] = mapped_column(Word(HeadWay))
    given_at: Mapped[datetime]


class AdoptedTable(Model):
    """A table whose rows the chain knows: from its first row on, or as they stood on the day it was adopted."""

    __tablename__ = "audit_adopted_table"

    label: Mapped[str] = mapped_column(String(80), primary_key=True)
    adopted_at: Mapped[datetime]


append_only(AuditEntry, changeable=("key_sealed",))
append_only(HeadCopy)
