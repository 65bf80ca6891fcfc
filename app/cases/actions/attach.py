"""File an attachment: evidence, identity papers, the photograph of a hand-written agreement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.audit.actions.record import record
from app.cases.models import Case
from app.cases.models.records import Attachment
from app.cases.queries.handling import hold, must_file
from app.core import files, pages
from app.core.db import db
from app.core.errors import Invalid
from app.core.files import Prepared
from app.core.permissions import Actor

KINDS = {
    "evidence": "证据材料",
    "identity": "身份证明",
    "authority": "授权委托书",
    "original": "手写协议原件",
    "other": "其他",
}


def attach_file(
    case: Case,
    *,
    name: str,
    file: Prepared,
    kind: str,
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
) -> Attachment:
    """Keep a prepared file with a case.  The same content twice is kept once; one that got lost meanwhile is back.

    Raises `NotAllowed` for another committee, `NotNow` once the file is put away, `Invalid` with a sentence, `OSError`
    when the disk does not take it.
    """
    hold(case)
    must_file(case, actor)
    if kind not in KINDS:
        raise Invalid("请选是哪一类材料。", {"kind": "请选一类。"})
    count = select(func.count()).select_from(Attachment).where(Attachment.case_id == case.id)
    if (db.session.scalar(count) or 0) >= pages.setting_number("ATTACHMENTS_PER_CASE"):
        raise Invalid("这一件的附件已经放满了，请先跟管理员说。")
    matter = f"{case.subject_kind}:{case.id}"
    mac = files.mac_of(file, matter)
    same = select(Attachment).where(Attachment.case_id == case.id, Attachment.content_mac == mac)
    kept = db.session.scalar(same)
    if kept is not None:
        if not files.is_there(kept.stored_as):
            files.keep(file, matter, kept.stored_as)
        return kept
    stored = files.keep(file, matter)
    plain = name.replace("\\", "/").rsplit("/", 1)[-1].strip() or "附件"
    attachment = Attachment(
        case_id=case.id,
        name=plain[-120:],
        kind=kind,
        media_type=stored.media_type,
        stored_as=stored.name,
        content_mac=stored.mac,
        size=stored.size,
        occurred_at=occurred_at,
        entered_at=now,
        spoken_by=spoken_by[:100],
        typed_by_id=actor.id,
    )
    db.session.add(attachment)
    db.session.flush()
    record("case:attached", case, actor, now=now, occurred_at=occurred_at, detail={"kind": kind, "mac": stored.mac})
    return attachment
