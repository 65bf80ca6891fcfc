"""The chain as it was until version 0005: plain SHA-256 over clear values.  Backups of that time still hold it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from sqlalchemy import Connection, DateTime, Integer, String, column, select, table

from app.audit.rules import FIRST, canonical

COVERED = ("deed", "subject_kind", "subject_id", "account_id", "spoken_by", "occurred_at", "entered_at", "detail")
MOMENTS = frozenset({"occurred_at", "entered_at"})


def old_chain_fault(connection: Connection) -> str | None:
    """None when every hash follows from the one before; else a sentence naming the first entry that does not."""
    wanted = [column(name, DateTime(timezone=True) if name in MOMENTS else String) for name in COVERED]
    number, before, own = column("id", Integer), column("previous_hash", String), column("hash", String)
    asked = select(number, before, own, *wanted).select_from(table("audit_entry")).order_by(number)
    previous, last = FIRST, 0
    with connection.execute(asked, execution_options={"yield_per": 1_000}) as rows:
        for row in rows.mappings():
            text = canonical({name: _aware(row[name]) for name in COVERED})
            found = hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
            if (row["previous_hash"], row["hash"]) != (previous, found):
                return f"操作记录第 {row['id']} 条对不上：它或它前面的一条被改过。"
            previous, last = found, row["id"]
    head = connection.execute(select(column("entry_id", Integer), own).select_from(table("audit_head"))).first()
    whole = last == 0 if head is None else tuple(head) == (last, previous)
    return None if whole else "操作记录的末尾对不上：有人删过或者添过。"


def _aware(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value
