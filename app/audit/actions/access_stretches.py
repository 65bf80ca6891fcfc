"""The log of looks, closed day by day: an entry of the chain vouches for every stretch of its rows.

A look is written beside the request that shows something and has no entry of its own; the clockwork closes what has
come since the last stretch.  Rows after the last stretch are not covered yet.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from app.audit.actions.record import record
from app.audit.models import AuditEntry
from app.core.access_log import AccessLog
from app.core.clock import local
from app.core.crypto import keys
from app.core.db import db
from app.core.transaction import transaction

STRETCH = "access_log:closed"
STREAMED = {"yield_per": 1_000}


class LogSubject:
    """The log of looks, as the trail names it."""

    subject_kind = "access_log"
    id = 1


def sweep_access_log(now: datetime) -> int:
    """Close the looks since the last stretch, once a day; returns how many rows the new stretch holds."""
    db.session.rollback()
    last = _last_stretch()
    if last is not None and local(last.entered_at).date() >= local(now).date():
        return 0
    with transaction():
        return _close(now)


def _last_stretch() -> AuditEntry | None:
    of_the_log = (AuditEntry.subject_kind == LogSubject.subject_kind, AuditEntry.subject_id == LogSubject.id)
    return db.session.scalars(select(AuditEntry).where(*of_the_log).order_by(AuditEntry.id.desc()).limit(1)).first()


def _close(now: datetime) -> int:
    last = _last_stretch()
    oldest = db.session.scalar(select(func.min(AccessLog.id))) or 1
    first = oldest if last is None else int(str(last.content.detail["to"])) + 1
    if db.engine.dialect.name == "postgresql":  # a look that is just being written has a smaller number than the newest
        db.session.execute(text("LOCK TABLE access_log IN SHARE MODE"))
    newest = db.session.scalar(select(func.max(AccessLog.id))) or 0
    if newest < first:
        return 0
    count, digest = _stretch_digest(db.session.connection(), keys().chain_key, first, newest)
    detail = {"from": first, "to": newest, "rows": count, "digest": digest}
    record(STRETCH, LogSubject(), None, now=now, detail=detail)
    return count


def _stretch_digest(connection: Connection, key: bytes, first: int, last: int) -> tuple[int, str]:
    """How many looks lie between two ids, and a keyed digest over them."""
    table, count, digest = AccessLog.__table__, 0, hmac.new(key, b"looks", hashlib.sha256)
    rows = select(table).where(table.c.id.between(first, last)).order_by(table.c.id)
    for row in connection.execute(rows, execution_options=STREAMED):
        shown = "\t".join([*map(str, row[:-1]), row.at.isoformat()])
        digest.update(f"{shown}\n".encode())
        count += 1
    return count, digest.hexdigest()


def stretch_faults(connection: Connection, key: bytes, stretches: Sequence[dict[str, object]]) -> Iterator[str]:
    """Stretches whose looks are not what they were."""
    first = min((int(str(one["from"])) for one in stretches), default=None)
    if first is not None and connection.scalar(select(func.count()).where(AccessLog.id < first)):
        yield f"查看记录第 {first} 条前面多出来的，是绕过系统添进去的。"
    for one in stretches:
        found = _stretch_digest(connection, key, int(str(one["from"])), int(str(one["to"])))
        if found != (one["rows"], one["digest"]):
            stretch = f"查看记录第 {one['from']} 到 {one['to']} 条"
            yield f"{stretch}跟操作记录第 {one['entry']} 条登记的不一样：被人改过、删过。"
