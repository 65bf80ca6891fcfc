"""A form that was carried out leaves no draft behind; one that its page never showed stays."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.accounts.actions.save_draft import may_replace
from app.accounts.models import Draft
from app.accounts.queries import find_draft
from app.core.db import db


def forget_draft(account_id: int, form_key: str, *, writer: str, seen: str) -> None:
    """Forget the draft that the page `writer` wrote, or whose state `seen` it showed; any other is left alone."""
    draft = find_draft(account_id, form_key)
    if draft is not None and may_replace(draft, writer=writer, seen=seen):
        db.session.delete(draft)


def forget_drafts_naming(public_ids: Collection[str]) -> None:
    """Forget whatever anybody began to type about rows that go: their public ids stand in the keys of the forms."""
    wanted = set(public_ids)
    for draft in db.session.scalars(select(Draft)):
        if wanted & set(draft.form_key.split("-")):
            db.session.delete(draft)
    db.session.flush()
