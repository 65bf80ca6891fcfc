"""How the way of a letter is told in the history of what it is about: sealed, served …, as the trail has it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.audit.models import AuditEntry
from app.core.clock import end_of_day
from app.core.db import db
from app.letters.registry import L, Letters
from app.letters.terms import SERVICE_NAMES
from app.matters.registry.telling import Teller
from app.matters.rules.told import Told

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
BECAUSE = {"letter:not_served": "没送到", "letter:returned": "要改"}
"""What comes of those that say why."""


def letters_told(
    letters: Letters[L],
    about: InstrumentedAttribute[int | None] | InstrumentedAttribute[int],
    *,
    with_draft: bool = True,
) -> Teller:
    """The letters of a trade about the matters whose ids stand in this column of their table.

    `with_draft`: False where the act that drafts one tells that itself, and all that it did with it.
    """
    table, kind = letters.rows.table, letters.name

    def found(deed: AuditEntry) -> L | None:
        """The letter a deed is about; a database may give the key of one that was taken away to a new one."""
        if deed.subject_kind != kind or deed.deed not in WAY:
            return None
        letter = db.session.get(table, deed.subject_id)
        if letter is None or letter.drafted_at > deed.entered_at:
            return None
        return letter if with_draft or letter.drafted_at < deed.entered_at else None

    def of(deed: AuditEntry) -> int | None:
        letter = found(deed)
        matter: int | None = getattr(letter, about.key) if letter else None
        return matter

    def among(ids: Collection[int]) -> ColumnElement[bool]:
        is_on_way = (AuditEntry.subject_kind == kind, AuditEntry.deed.in_(WAY))
        return and_(*is_on_way, AuditEntry.subject_id.in_(select(table.id).where(about.in_(ids))))

    def say(deed: AuditEntry) -> Iterator[Told]:
        letter = found(deed)
        if letter is not None:
            yield _told(deed, letter, letters.title(letter))

    return Teller(of=of, among=among, say=say)


def _told(deed: AuditEntry, letter: L, title: str) -> Told:
    day, text = None, ""
    if deed.deed == "letter:sealed":
        day, text = letter.sealed_on, f"{letter.number}，盖了{letter.copies}份。"
    if deed.deed == "letter:served":
        day, text = letter.served_on, _service(letter)
    reason = str(json.loads(deed.detail).get("reason") or "") if deed.deed in BECAUSE else ""
    return Told(
        word=deed.deed,
        title=f"《{title}》{_way(deed, letter)}",
        outcome=_because(deed.deed, reason),
        text=text,
        occurred_at=deed.occurred_at if day is None else min(end_of_day(day), deed.entered_at),
        only_day=day is not None,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def _way(deed: AuditEntry, letter: L) -> str:
    was_sealed = deed.deed == "letter:left" and letter.sealed_on is not None
    return "盖了章，后来不用再送" if was_sealed else WAY[deed.deed]


def _because(deed: str, reason: str) -> str:
    words = BECAUSE.get(deed, "")
    return f"{words}：{reason}" if reason else words


def _service(letter: L) -> str:
    how = SERVICE_NAMES[letter.method] if letter.method else ""
    refused = f"拒收理由：{letter.refusal.rstrip('。')}，见证人{letter.witness}" if letter.refusal else ""
    parts = [part for part in (how, letter.receiver, letter.place, refused) if part]
    return "，".join(parts) + "。" if parts else ""
