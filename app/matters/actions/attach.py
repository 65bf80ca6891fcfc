"""File an attachment with a matter of any kind: evidence, identity papers, a letter, the slip of its service."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from app.audit.actions.record import record
from app.core import files, pages
from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, Invalid, NotFound
from app.core.files import Prepared
from app.core.permissions import Actor, Subject
from app.matters.models.attachments import Attachment
from app.matters.queries.attachments import count_of, declared_for, of_matter
from app.matters.registry.kinds import kinds

FULL = "这一件的附件已经放满了，请先跟管理员说。"
LONGEST_NAME = 120


def attach_file(
    subject: Subject,
    *,
    name: str,
    file: Prepared,
    kind: str,
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
    taken_on: date | None = None,
) -> Attachment:
    """Keep a prepared file with a matter; `kind` is one of its materials, `taken_on` the day that stands on the paper.

    The same content twice is kept once; one that got lost meanwhile is back.  Raises what the kind's `must_add` does,
    `NotFound` for a matter that is gone, `Invalid` with a sentence, `OSError` when the disk does not take it.
    """
    declared = declared_for(subject)
    _hold(subject)
    declared.must_add(subject, actor)
    if kind not in declared.materials:
        raise Invalid("请选是哪一类材料。", {"kind": "请选一类。"})
    matter = f"{subject.subject_kind}:{subject.id}"
    mac = files.mac_of(file, matter)
    kept = db.session.scalar(select(Attachment).where(of_matter(subject), Attachment.content_mac == mac))
    if kept is not None:
        if not files.is_there(kept.stored_as):
            files.keep(file, matter, kept.stored_as)
        return kept
    if count_of(subject) >= pages.setting_number("ATTACHMENTS_PER_CASE"):
        raise Invalid(FULL)
    stored, small = files.keep(file, matter), files.keep_thumbnail(file, matter)
    attachment = Attachment(
        subject_kind=subject.subject_kind,
        subject_id=subject.id,
        name=_plain(name),
        kind=kind,
        media_type=stored.media_type,
        stored_as=stored.name,
        content_mac=stored.mac,
        size=stored.size,
        taken_on=taken_on,
        thumbnail_as=small.name if small else None,
        thumbnail_mac=small.mac if small else None,
        occurred_at=occurred_at,
        entered_at=now,
        spoken_by=spoken_by,
        typed_by_id=actor.id,
    )
    db.session.add(attachment)
    db.session.flush()
    detail = {"kind": kind, "mac": stored.mac}
    record(f"{subject.subject_kind}:attached", subject, actor, now=now, occurred_at=occurred_at, detail=detail)
    return attachment


def _hold(subject: Subject) -> None:
    """Lock the matter until the transaction ends, and read it as it stands behind the lock."""
    kinds()[subject.subject_kind].rows.hold(subject.id)
    if kinds()[subject.subject_kind].rows.read({subject.id}) == {}:
        raise NotFound(OUT_OF_SIGHT)


def _plain(name: str) -> str:
    """The name of a file without its folders, not longer than its column; its end tells what it is."""
    return name.replace("\\", "/").rsplit("/", 1)[-1].strip()[-LONGEST_NAME:] or "附件"
