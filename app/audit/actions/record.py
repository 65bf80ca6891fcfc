"""Record a deed: the last line of every use case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead
from app.audit.models.content import Content, seal_content
from app.audit.models.witness import is_pending, take_digests
from app.audit.registry import registry
from app.audit.rules import FIRST, entry_hash
from app.core import clock
from app.core.crypto import sealing_keys
from app.core.db import db, locked_or_made
from app.core.permissions import Actor, Subject


class ChainSubject:
    """The chain itself, as its entries name it."""

    subject_kind = "audit"
    id = 1


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

    `deed` is ``<thing>:<deed>``; `detail` holds plain values without ID numbers or phones.  Who spoke and the details
    are sealed; the rows written so far in this transaction leave their digests.  The chain head is locked until the
    transaction ends, so that two writers cannot both follow the same entry.  Raises `WrongKeys`.
    """
    db.session.flush()
    registry.before_deed(subject)
    return append(
        Content(spoken_by[:100], dict(detail or {})),
        take_digests(sealing_keys().chain_key),
        deed=deed,
        subject_kind=subject.subject_kind,
        subject_id=subject.id,
        account_id=actor.id if actor else None,
        occurred_at=occurred_at or now,
        entered_at=now,
    )


def append(content: Content, digests: str, **values: object) -> AuditEntry:
    """Append an entry with given digests; every other use goes through `record`."""
    head = lock_head()
    previous = head.hash
    token, key_sealed = seal_content(content, previous)
    covered = {**values, "content_token": token, "digests": digests}
    found = entry_hash(sealing_keys().chain_key, previous, covered)
    entry = AuditEntry(**covered, key_sealed=key_sealed, previous_hash=previous, hash=found)
    db.session.add(entry)
    db.session.flush()
    head.entry_id, head.hash = entry.id, entry.hash
    db.session.flush()  # what is expired or rolled back in part later must not take the head back
    return entry


def append_for_chain(deed: str, content: Content, digests: str, *, now: datetime) -> AuditEntry:
    """Append an entry that is about the chain itself and that nobody in particular caused."""
    about = {"subject_kind": ChainSubject.subject_kind, "subject_id": ChainSubject.id, "account_id": None}
    return append(content, digests, deed=deed, **about, occurred_at=now, entered_at=now)


def lock_head() -> AuditHead:
    """The row that says where the chain ends; of two writers of the very first entries one makes it, one waits."""
    return locked_or_made(select(AuditHead).where(AuditHead.id == 1), lambda: AuditHead(id=1, entry_id=0, hash=FIRST))


def _vouch_for_the_rest(session: Session) -> None:
    """Rows written after the last entry of a transaction get one of their own."""
    if session.in_nested_transaction():
        return
    session.flush()
    digests = take_digests(sealing_keys().chain_key) if is_pending() else ""
    if digests:
        append_for_chain("audit:rows_written", Content(), digests, now=clock.now())


def listen() -> None:
    """Leave no written row without an entry; a second call changes nothing."""
    if not event.contains(db.session, "before_commit", _vouch_for_the_rest):
        event.listen(db.session, "before_commit", _vouch_for_the_rest)
