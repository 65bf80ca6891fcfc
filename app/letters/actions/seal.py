"""A letter gets its number and seal, and its text is fixed (党政机关公文处理工作条例 第22、25条)."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.letters.registry import L, LetterRules, Letters
from app.letters.rules import numbering_fault, sealing_day_fault, unsigned_sealing_day_fault
from app.papers.actions.freeze import freeze


def seal_letter(letters: Letters[L], letter: L, *, on: date, copies: int, actor: Actor, now: datetime) -> None:
    """Number and seal it; what follows from it for its matter follows at once.

    Raises `NotNow` when nobody signed it off, it is sealed already or it comes too late, `Invalid` for a day to come or
    before sign-off.
    """
    rules = letters.rules(letter)
    early = numbering_fault(is_signed_off=letter.signed_off_at is not None, must_be=rules.is_signed_off)
    if early:
        raise NotNow(early)
    if letter.sealed_on is not None:
        raise NotNow(f"这份文书已经盖过章了，文号是{letter.number}。")
    wrong_day = _day_fault(rules, letter, on, today=local(now).date())
    if wrong_day:
        raise Invalid("盖章的日子不对。", {"occurred_at": wrong_day})
    late = rules.sealing_fault(letter, on)
    if late:
        raise NotNow(late)
    letters.number(letter, on)
    letter.sealed_on, letter.sealed_by_id, letter.copies = on, actor.id, copies
    db.session.flush()
    freeze(letters.paper(letter), letters.paper_id(letter), actor=actor, now=now)
    record("letter:sealed", letter, actor, now=now, detail={"number": letter.number, "digest": letter.digest})
    rules.on_sealed(letter, on, actor, now)


def _day_fault(rules: LetterRules[L], letter: L, on: date, *, today: date) -> str | None:
    if rules.is_signed_off:
        signed_off_on = local(letter.signed_off_at).date() if letter.signed_off_at else None
        return sealing_day_fault(on, signed_off_on=signed_off_on, today=today)
    return unsigned_sealing_day_fault(on, ready_on=rules.ready_on(letter), today=today)
