"""Reading the trail, and checking that nobody rewrote it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import FIRST, entry_hash
from app.core.db import db

COVERED = ("deed", "subject_kind", "subject_id", "account_id", "spoken_by", "occurred_at", "entered_at", "detail")


def entries_of(subject_kind: str, subject_id: int, *, since: datetime | None = None) -> Sequence[AuditEntry]:
    """A subject's deeds, oldest first.

    `since` is when the subject began: a database may give the id of a row that was taken away to a new one.
    """
    found = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.subject_id == subject_id)
    if since is not None:
        found = found.where(AuditEntry.entered_at >= since)
    return db.session.scalars(found.order_by(AuditEntry.id)).all()


def newest_entries(
    subject_kind: str, deeds: Collection[str], *, page: int, size: int
) -> tuple[Sequence[AuditEntry], int]:
    """One page (from 1) of the deeds of some kinds on every subject of a kind, newest first, and how many there are."""
    found = select(AuditEntry).where(AuditEntry.subject_kind == subject_kind, AuditEntry.deed.in_(sorted(deeds)))
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(AuditEntry.id).subquery())) or 0
    rows = found.order_by(AuditEntry.id.desc()).offset((page - 1) * size).limit(size)
    return db.session.scalars(rows).all(), total


def verify_chain(connection: Connection) -> str | None:
    """None when every hash follows from the one before; else a sentence naming the first entry that does not."""
    previous, last = FIRST, 0
    table = AuditEntry.__table__
    for row in connection.execute(select(table).order_by(table.c.id)).mappings():
        values = {name: row[name] for name in COVERED}
        if row["previous_hash"] != previous or row["hash"] != entry_hash(previous, values):
            return f"操作记录第 {row['id']} 条对不上：它或它前面的一条被改过。"
        previous, last = row["hash"], row["id"]
    head = connection.execute(select(AuditHead.entry_id, AuditHead.hash)).first()
    if head is None:
        return None if last == 0 else "操作记录的末尾标记不见了。"
    return None if (head.entry_id, head.hash) == (last, previous) else "操作记录的末尾对不上：有人删过或者添过。"
