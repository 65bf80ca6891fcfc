"""Letters that were under way before they had a flow: each begins its own where it stands, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.letters.actions.draft import opening_words
from app.letters.actions.leave import leave_letter
from app.letters.models import LetterRow
from app.letters.registry import L, Letters, all_letters
from app.letters.terms import PROCESS
from app.processes.actions.run import start_process
from app.processes.queries import process_of
from app.processes.registry import Words


def begin_flows(now: datetime) -> int:
    """Returns how many began; those that lost their point stay as drafts.  Does nothing a second time."""
    return sum(_begin(letters, letter, now) for letters in all_letters() for letter in _waiting(letters))


def _waiting(letters: Letters[Any]) -> list[LetterRow]:
    table = letters.rows.table
    found = select(table).where(table.served_on.is_(None), table.left_at.is_(None)).order_by(table.id)
    return [one for one in db.session.scalars(found) if process_of(one.subject_kind, one.id) is None]


def _begin(letters: Letters[Any], letter: LetterRow, now: datetime) -> bool:
    if letters.is_pointless(letter):
        leave_letter(letter, now=now)
        return False
    if letters.is_run_by_its_matter(letter):
        return False
    begin_flow(letters, letter, now)
    return True


def begin_flow(letters: Letters[L], letter: L, now: datetime) -> None:
    """A letter of which something was done already begins its flow where it stands."""
    start_process(PROCESS, letter, opening_words(letters, letter), now=now, answered=tuple(_done(letter)))


def _done(letter: LetterRow) -> Iterator[tuple[str, Words]]:
    """What was answered of its way, by the steps of the diagram."""
    if letter.signed_off_at is not None:
        yield "sign_off", {"outcome": "approved"}
    elif letter.returned_reason:
        yield "sign_off", {"outcome": "back"}
    if letter.sealed_on is not None:
        yield "seal_letter", {"outcome": ""}
