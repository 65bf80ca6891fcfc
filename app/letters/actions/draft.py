"""A letter is drafted, and changed as long as nobody signed it off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.letters.registry import L, Letters
from app.letters.rules import missing_fields
from app.letters.terms import OPENING, PROCESS
from app.processes.actions.run import start_process
from app.processes.registry import Words


def draft_letter(letters: Letters[L], letter: L, content: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """A new letter waits for sign-off in a flow of its own, beside the work it is about.

    `letter` says what kind it is and what it is about.  Raises `Invalid` when it lacks what the law wants it to say.
    """
    keep_draft(letters, letter, content, actor=actor, now=now)
    start_process(PROCESS, letter, opening_words(letters, letter), now=now)


def opening_words(letters: Letters[L], letter: L) -> Words:
    """The routing words its flow begins with."""
    return {**OPENING, "without_sign_off": not letters.rules(letter).is_signed_off}


def keep_draft(letters: Letters[L], letter: L, content: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """Write the draft alone: of a letter that a flow of its matter's own version goes on with.  Raises `Invalid`."""
    letter.content = {name: text.strip() for name, text in content.items() if text.strip()}
    _must_say_all(letters, letter)
    letter.drafted_at, letter.drafted_by_id = now, actor.id
    db.session.add(letter)
    db.session.flush()
    record("letter:drafted", letter, actor, now=now, detail={"title": letters.rules(letter).title})


def redraft_letter(letters: Letters[L], letter: L, changes: Mapping[str, str], *, actor: Actor, now: datetime) -> None:
    """What was returned is changed: fields the letter has, and those its kind may have.

    A field that was emptied is gone, and missed where the letter cannot do without it.  Raises like `draft_letter`, and
    `NotNow` once it is signed off.
    """
    if letter.signed_off_at is not None:
        raise NotNow("这份文书已经签发，不能再改。")
    content, optional = letter.content, letters.rules(letter).optional
    for name, text in changes.items():
        if text.strip() and (name in content or name in optional):
            content[name] = text.strip()
        else:
            content.pop(name, None)
    letter.content = content
    _must_say_all(letters, letter)
    letter.returned_reason = ""
    record("letter:redrafted", letter, actor, now=now)


def _must_say_all(letters: Letters[L], letter: L) -> None:
    """Every field that is missing is told at once; where none is, what is wrong with what was written."""
    rules, content = letters.rules(letter), letter.content
    missing = missing_fields(rules.needed, content)
    if missing:
        fault = f"文书里还缺：{'、'.join(letters.field_names[name] for name in missing)}{rules.source}。"
        raise Invalid(fault, dict.fromkeys(missing, fault))
    wrong = rules.content_fault(content)
    if wrong is not None:
        raise Invalid(wrong[1], {wrong[0]: wrong[1]})
