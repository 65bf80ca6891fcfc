"""Keep what was put right in a matter: old, new and why (个人信息保护法 第8、46条: what is kept must be right)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor, Subject
from app.matters.models.corrections import Correction

SAME = "跟原来一样，没有改。"
NO_REASON = "请写明为什么改。"
LONGEST_FIELD = 60


@dataclass(frozen=True)
class Change:
    """One fact by its name, as it was and as it is; numbers masked."""

    field: str
    old: str
    new: str


def keep_changes(
    subject: Subject, changes: Sequence[Change], *, reason: str, actor: Actor, now: datetime
) -> list[Correction]:
    """Write a row for each change and one line into the trail, which names the facts and not what they say.

    Raises `Invalid` when nothing differs, or nobody says why.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, {"reason": NO_REASON})
    if not changes:
        raise Invalid(SAME)
    rows = [
        Correction(
            subject_kind=subject.subject_kind,
            subject_id=subject.id,
            field=one.field[-LONGEST_FIELD:],
            old=one.old,
            new=one.new,
            reason=reason.strip()[:300],
            occurred_at=now,
            entered_at=now,
            spoken_by=actor.display_name,
            typed_by_id=actor.id,
        )
        for one in changes
    ]
    db.session.add_all(rows)
    fields = [one.field.rpartition("·")[2] for one in changes]
    record(f"{subject.subject_kind}:corrected", subject, actor, now=now, detail={"fields": fields})
    return rows
