"""A form that was carried out leaves no draft behind; one that its page never showed stays."""

from __future__ import annotations

from app.accounts.actions.save_draft import may_replace
from app.accounts.queries import find_draft
from app.core.db import db


def forget_draft(account_id: int, form_key: str, *, writer: str, seen: str) -> None:
    """Forget the draft that the page `writer` wrote, or whose state `seen` it showed; any other is left alone."""
    draft = find_draft(account_id, form_key)
    if draft is not None and may_replace(draft, writer=writer, seen=seen):
        db.session.delete(draft)
