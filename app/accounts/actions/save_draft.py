"""Keep what was typed into a long form, so that a power cut loses nothing; one window never overwrites another's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from app.accounts.models import Draft
from app.accounts.queries import find_draft, weight_of_drafts
from app.core.db import db
from app.core.errors import Invalid

LARGEST = 400_000
MOST_DRAFTS = 40
"""Of one account: four times as many forms as anybody has open on a busy day."""
MOST_BYTES = 8_000_000
"""Of one account's drafts as they are kept, in sum: five of the very longest, thousands of ordinary ones.  More than
that is no typing, and would fill the disk of everybody."""
FULL = (
    "存着没办完的草稿太多，这一张存不下了。先把写了一半的办完几张，或者把这一张现在就办完；写的还在这一页上，先别关。"
)
LONGEST_MARK = 64


@dataclass(frozen=True)
class Typed:
    """What a page sends to be kept: `answers` as a query string, the page that typed it, the state it was made for."""

    answers: str
    writer: str = ""
    made_for: str = ""


def save_draft(account_id: int, form_key: str, typed: Typed, *, seen: str, now: datetime) -> Draft | None:
    """Keep (or replace) a draft; None when there is one that this page neither wrote nor was shown (`seen`: its stamp).

    Raises `Invalid` when it is too long, or when the account keeps too much already.
    """
    if len(typed.answers) > LARGEST or len(form_key) > 80 or max(len(typed.writer), len(typed.made_for)) > LONGEST_MARK:
        raise Invalid("写得太长，草稿存不下；请先办完这一张。")
    draft = find_draft(account_id, form_key)
    if draft is not None and not may_replace(draft, writer=typed.writer, seen=seen):
        return None
    before = len(draft.payload_sealed) if draft is not None else 0
    kept = draft or Draft(account_id=account_id, form_key=form_key)
    kept.saved_at = now
    kept.seal(json.dumps(asdict(typed) | {"answers": plain_ends(typed.answers)}, ensure_ascii=False))
    if len(kept.payload_sealed) > before:
        _refuse_too_much(account_id, form_key, len(kept.payload_sealed))
    db.session.add(kept)
    return kept


def _refuse_too_much(account_id: int, form_key: str, size: int) -> None:
    """Raises `Invalid` when this draft would be one too many; none that is kept is thrown away for it."""
    with db.session.no_autoflush:
        count, used = weight_of_drafts(account_id, but=form_key)
    if count >= MOST_DRAFTS or used + size > MOST_BYTES:
        raise Invalid(FULL)


def keep_as(draft: Draft, form_key: str, typed: Typed) -> None:
    """Keep what was typed under another key, in the place of this draft; it was saved when this was."""
    kept = Draft(account_id=draft.account_id, form_key=form_key, saved_at=draft.saved_at)
    kept.seal(json.dumps(asdict(typed), ensure_ascii=False))
    db.session.delete(draft)
    db.session.flush()
    db.session.add(kept)
    db.session.flush()


def plain_ends(answers: str) -> str:
    """A query string with one sign for the end of a line, as forms are read (app/core/fields.py)."""
    return answers.replace("%0D%0A", "%0A").replace("%0D", "%0A")


def typed_in(draft: Draft) -> Typed:
    """What was kept; an old draft is the answers alone, whatever they begin with."""
    payload = draft.payload
    try:
        return Typed(**json.loads(payload)) if payload.startswith("{") else Typed(payload)
    except (ValueError, TypeError):
        return Typed(payload)


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
