"""Keep what was typed into a long form, so that a power cut loses nothing."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Draft
from app.accounts.queries import find_draft
from app.core.db import db
from app.core.errors import Invalid

LARGEST = 200_000


def save_draft(account_id: int, form_key: str, payload: str, *, now: datetime) -> Draft:
    """Keep (or replace) a draft.  `payload` is the form as text.  Raises `Invalid` when it is too long."""
    if len(payload) > LARGEST or len(form_key) > 80:
        raise Invalid("写得太长，草稿存不下；请先办完这一张。")
    draft = find_draft(account_id, form_key)
    if draft is None:
        draft = Draft(account_id=account_id, form_key=form_key, saved_at=now)
        db.session.add(draft)
    draft.seal(payload)
    draft.saved_at = now
    return draft


def drop_draft(account_id: int, form_key: str) -> None:
    """Forget a draft once its form was carried out."""
    draft = find_draft(account_id, form_key)
    if draft is not None:
        db.session.delete(draft)
