"""Mark all notices of an account as read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.notifications.models import Notice


def mark_all_read(account_id: int, *, now: datetime) -> int:
    """Returns how many had not been read."""
    found = select(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    unread = db.session.scalars(found).all()
    for notice in unread:
        notice.read_at = now
    return len(unread)
