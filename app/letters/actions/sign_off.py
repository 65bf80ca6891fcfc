"""A named person signs a letter off, or returns it (党政机关公文处理工作条例 第22条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.letters.models import LetterRow


def sign_off_letter(letter: LetterRow, *, at: datetime, actor: Actor, now: datetime) -> None:
    """It was signed off at a moment.  Raises `NotNow` for one that is signed off already."""
    _must_wait(letter)
    letter.signed_off_at, letter.signed_off_by_id, letter.signed_off_name = at, actor.id, actor.display_name
    record("letter:signed_off", letter, actor, now=now, occurred_at=at)


def return_letter(letter: LetterRow, *, reason: str, actor: Actor, now: datetime) -> None:
    """The leader wants it changed.  Raises `NotNow`, `Invalid` without a reason."""
    _must_wait(letter)
    if not reason.strip():
        raise Invalid("请写明要改什么。", {"reason": "请写明要改什么。"})
    letter.returned_reason = reason.strip()
    record("letter:returned", letter, actor, now=now, detail={"reason": reason.strip()})


def _must_wait(letter: LetterRow) -> None:
    if letter.signed_off_at is not None:
        raise NotNow(f"这份文书{letter.signed_off_name}已经签发过了。")
