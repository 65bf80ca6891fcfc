"""Record a deed: the last line of every use case."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.audit.models import AuditEntry, AuditHead
from app.audit.rules import FIRST, entry_hash
from app.core.db import db, locked_or_made
from app.core.permissions import Actor, Subject


def record(
    deed: str,
    subject: Subject,
    actor: Actor | None,
    *,
    now: datetime,
    occurred_at: datetime | None = None,
    spoken_by: str = "",
    detail: Mapping[str, object] | None = None,
) -> AuditEntry:
    """Append one entry to the chain and return it.

    `deed` is ``<thing>:<deed>``; `detail` holds plain values without ID numbers or phones.  The chain head is locked
    until the transaction ends, so that two writers cannot both follow the same entry.
    """
    head = _locked_head()
    previous = head.hash
    values: dict[str, object] = {
        "deed": deed,
        "subject_kind": subject.subject_kind,
        "subject_id": subject.id,
        "account_id": actor.id if actor else None,
        "spoken_by": spoken_by[:100],
        "occurred_at": occurred_at or now,
        "entered_at": now,
        "detail": json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str),
    }
    entry = AuditEntry(**values, previous_hash=previous, hash=entry_hash(previous, values))
    db.session.add(entry)
    db.session.flush()
    head.entry_id, head.hash = entry.id, entry.hash
    return entry


def _locked_head() -> AuditHead:
    """The row that says where the chain ends; of two writers of the very first entries one makes it, one waits."""
    return locked_or_made(select(AuditHead).where(AuditHead.id == 1), lambda: AuditHead(id=1, entry_id=0, hash=FIRST))
