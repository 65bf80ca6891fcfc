"""Keep what was put right in a matter: old, new and why (个人信息保护法 第8、46条: what is kept must be right)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.files import Prepared
from app.core.permissions import Actor, Subject
from app.matters.actions.attach import attach_file
from app.matters.actions.tell import forget_rows
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.terms import SIGNED_PAGE

SAME = "跟原来一样，没有改。"
NO_REASON = "请写明为什么改。"
LONGEST_FIELD = 60


@dataclass(frozen=True)
class Change:
    """One fact by its name, as it was and as it is; numbers masked."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class SignedPage:
    """A photograph of the page that was signed or sealed and shows what is right."""

    name: str
    file: Prepared


def keep_changes(
    subject: Subject,
    changes: Sequence[Change],
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    page: SignedPage | None = None,
    filed_with: Subject | None = None,
) -> list[Correction]:
    """Write a row for each change and one line into the trail, which names the facts and not what they say.

    `page` stays among the files of the matter, or of the paper of its own that it is `filed_with`.  Raises `Invalid`
    when nothing differs, or nobody says why, and what `attach_file` does.
    """
    if not reason.strip():
        raise Invalid(NO_REASON, {"reason": NO_REASON})
    if not changes:
        raise Invalid(SAME)
    kept = _keep_page(filed_with or subject, page, actor, now) if page is not None else None
    rows = [
        Correction(
            subject_kind=subject.subject_kind,
            subject_id=subject.id,
            field=one.field[-LONGEST_FIELD:],
            old=one.old,
            new=one.new,
            reason=reason.strip()[:300],
            attachment_id=kept.id if kept else None,
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


def _keep_page(subject: Subject, page: SignedPage, actor: Actor, now: datetime) -> Attachment:
    return attach_file(
        subject,
        name=page.name,
        file=page.file,
        kind=SIGNED_PAGE,
        occurred_at=now,
        spoken_by=actor.display_name,
        actor=actor,
        now=now,
    )


def rest_on_nothing(gone: Collection[Attachment]) -> None:
    """Photographs leave this domain: what was put right by a paper that leaves with them goes, what rests on another
    page of the matter stands without it, and is told without it."""
    whose = {one.id: one.subject_kind for one in gone}
    rows = db.session.scalars(select(Correction).where(Correction.attachment_id.in_(whose))).all()
    forget_rows(Correction, [row.id for row in rows])
    for row in rows:
        if row.attachment_id is not None and whose[row.attachment_id] != row.subject_kind:
            db.session.delete(row)
        else:
            row.attachment_id = None
    db.session.flush()
