"""Throw away what the trail says of something that left for the closed room: names and details, never the deeds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from app.audit.actions.record import record
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.permissions import Actor, Subject

ERASED = "audit:content_erased"


def erase_contents(subject: Subject, *, actor: Actor | None, now: datetime) -> None:
    """Erase who spoke and the details of every entry about `subject`; that it was done is an entry itself.

    The key of each entry is thrown away; what the chain hashes stays, so that it still holds (信访工作条例 第30条: not
    even the trail may tell an accuser's name).
    """
    about = (AuditEntry.subject_kind == subject.subject_kind, AuditEntry.subject_id == subject.id)
    db.session.flush()
    db.session.execute(update(AuditEntry).where(*about, AuditEntry.deed != ERASED).values(key_sealed=None))
    record(ERASED, subject, actor, now=now)
