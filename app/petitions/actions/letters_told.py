"""How the way of a letter is told: drafted, signed off, sealed, served, as the trail has it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, and_, select

from app.audit.models import AuditEntry
from app.core.clock import end_of_day
from app.core.db import db
from app.letters.terms import SERVICE_NAMES
from app.matters.registry.telling import Teller
from app.matters.rules.told import Told
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.papers.letter_words import title_of
from app.petitions.rules.outcomes import because

WAY = {
    "letter:drafted": "拟好",
    "letter:redrafted": "改好",
    "letter:signed_off": "签发",
    "letter:returned": "退回修改",
    "letter:sealed": "编号、盖章",
    "letter:not_served": "没送到，要再送",
    "letter:served": "送达",
    "letter:left": "没有发出，留作草稿",
}


def letters_told(kind: str) -> Teller:
    """The letters about matters of a kind, claims or supervisions."""
    column = Letter.claim_id if kind == Claim.subject_kind else Letter.supervision_id

    def of(deed: AuditEntry) -> int | None:
        letter = _letter(deed)
        about: int | None = getattr(letter, column.key) if letter else None
        return about

    def among(ids: Collection[int]) -> ColumnElement[bool]:
        letters = select(Letter.id).where(column.in_(ids))
        is_on_way = (AuditEntry.subject_kind == Letter.subject_kind, AuditEntry.deed.in_(WAY))
        return and_(*is_on_way, AuditEntry.subject_id.in_(letters))

    return Teller(of=of, among=among, say=_told)


def _letter(deed: AuditEntry) -> Letter | None:
    """The letter a deed is about; a database may give the key of one that was taken away to a new one."""
    if deed.subject_kind != Letter.subject_kind or deed.deed not in WAY:
        return None
    letter = db.session.get(Letter, deed.subject_id)
    return letter if letter is not None and letter.drafted_at <= deed.entered_at else None


def _told(deed: AuditEntry) -> Iterator[Told]:
    letter = _letter(deed)
    if letter is None:
        return
    day, text, outcome = None, "", ""
    if deed.deed == "letter:sealed":
        day, text = letter.sealed_on, f"{letter.number}，盖了{letter.copies}份。"
    if deed.deed == "letter:served":
        day, text = letter.served_on, _service(letter)
    if deed.deed == "letter:not_served":
        outcome = because("没送到", str(json.loads(deed.detail).get("reason") or ""))
    if deed.deed == "letter:returned":
        outcome = because("要改", str(json.loads(deed.detail).get("reason") or ""))
    yield Told(
        word=deed.deed,
        title=f"《{title_of(letter)}》{WAY[deed.deed]}",
        outcome=outcome,
        text=text,
        occurred_at=deed.occurred_at if day is None else min(end_of_day(day), deed.entered_at),
        only_day=day is not None,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def _service(letter: Letter) -> str:
    how = SERVICE_NAMES[letter.method] if letter.method else ""
    refused = f"拒收理由：{letter.refusal.rstrip('。')}，见证人{letter.witness}" if letter.refusal else ""
    return "，".join(part for part in (how, letter.receiver, letter.place, refused) if part) + "。"
