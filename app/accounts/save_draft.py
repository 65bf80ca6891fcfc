"""Keep what was typed into a long form, so that a power cut loses nothing; one window never overwrites another's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from app.accounts.models import Draft
from app.accounts.queries import find_draft
from app.core.db import db
from app.core.errors import Invalid

LARGEST = 400_000
LONGEST_MARK = 64


@dataclass(frozen=True)
class Typed:
    """What a page sends to be kept: `answers` as a query string, the page that typed it, the state it was made for."""

    answers: str
    writer: str = ""
    made_for: str = ""


def save_draft(account_id: int, form_key: str, typed: Typed, *, seen: str, now: datetime) -> Draft | None:
    """Keep (or replace) a draft; None when there is one that this page neither wrote nor was shown (`seen`: its stamp).

    Raises `Invalid` when it is too long.
    """
    if len(typed.answers) > LARGEST or len(form_key) > 80 or max(len(typed.writer), len(typed.made_for)) > LONGEST_MARK:
        raise Invalid("写得太长，草稿存不下；请先办完这一张。")
    draft = find_draft(account_id, form_key)
    if draft is None:
        draft = Draft(account_id=account_id, form_key=form_key, saved_at=now)
        db.session.add(draft)
    elif not may_replace(draft, writer=typed.writer, seen=seen):
        return None
    draft.seal(json.dumps(asdict(typed) | {"answers": plain_ends(typed.answers)}, ensure_ascii=False))
    draft.saved_at = now
    return draft


def plain_ends(answers: str) -> str:
    """A query string with one sign for the end of a line, as forms are read (app/core/fields.py)."""
    return answers.replace("%0D%0A", "%0A").replace("%0D", "%0A")


def typed_in(draft: Draft) -> Typed:
    """What was kept; an old draft is the answers alone."""
    payload = draft.payload
    return Typed(**json.loads(payload)) if payload.startswith("{") else Typed(payload)


def stamp_of(draft: Draft) -> str:
    """What tells this state of the draft from every other."""
    return hashlib.sha256(draft.payload_sealed.encode()).hexdigest()[:16]


def may_replace(draft: Draft, *, writer: str, seen: str) -> bool:
    """Whether a page may put its own in the place of this: it wrote it, or was shown it."""
    return seen == stamp_of(draft) or typed_in(draft).writer == writer


def drop_draft(account_id: int, form_key: str) -> None:
    """Forget a draft, whoever wrote it."""
    draft = find_draft(account_id, form_key)
    if draft is not None:
        db.session.delete(draft)
