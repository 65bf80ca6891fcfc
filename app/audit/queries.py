"""Reading the trail, and where it ends."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, exists, func, select

from app.audit.models import AuditEntry, AuditHead, HeadCopy
from app.audit.rules import in_groups
from app.core.clock import local
from app.core.db import db

SHOWN_DIGITS = 16


@dataclass(frozen=True)
class Head:
    """Where the chain ends: the number of its last entry, that entry's hash, and when it was entered."""

    number: int
    hash: str
    at: datetime

    @property
    def day(self) -> date:
        """The day of that entry in Shanghai."""
        return local(self.at).date()

    @property
    def short(self) -> str:
        """``1a2b 3c4d 5e6f 7a8b``: enough digits to be compared by eye or on the telephone."""
        return in_groups(self.hash[:SHOWN_DIGITS])


def entries_of(subject_kind: str, subject_id: int, *, since: datetime | None = None) -> Sequence[AuditEntry]:
    """A subject's deeds, oldest first.

    `since` is when the subject began: a database may give the id of a row that was taken away to a new one.
    """
    found = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    if since is not None:
        found = found.where(AuditEntry.entered_at >= since)
    return db.session.scalars(found.order_by(AuditEntry.id)).all()


def has_entries(subject_kind: str, subject_id: int) -> bool:
    """Whether the trail tells anything of a subject."""
    about = (AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    return bool(db.session.scalar(select(exists().where(*about))))


def head(connection: Connection) -> Head | None:
    """Where the chain ends; None while it is empty."""
    found = select(AuditHead.entry_id, AuditHead.hash, AuditEntry.entered_at)
    row = connection.execute(found.join(AuditEntry, AuditEntry.id == AuditHead.entry_id)).first()
    return None if row is None else Head(row.entry_id, row.hash, row.entered_at)


def head_now() -> Head | None:
    """Where the chain ends as this request sees it."""
    return head(db.session.connection())


def head_copies(limit: int) -> Sequence[HeadCopy]:
    """The newest copies of the head that were given out."""
    return db.session.scalars(select(HeadCopy).order_by(HeadCopy.id.desc()).limit(limit)).all()


def newest_entries(
    subject_kind: str, deeds: Collection[str], *, page: int, size: int
) -> tuple[Sequence[AuditEntry], int]:
    """One page (from 1) of the deeds of some kinds on every subject of a kind, newest first, and how many there are."""
    found = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.deed.in_(sorted(deeds)))
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(AuditEntry.id).subquery())) or 0
    rows = found.order_by(AuditEntry.id.desc()).offset((page - 1) * size).limit(size)
    return db.session.scalars(rows).all(), total
