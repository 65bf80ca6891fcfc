"""What nobody comes back to is cleared away: drafts long after the last word, sessions that are over."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select

from app.accounts.models import Draft, SignInSession
from app.core import pages
from app.core.db import db
from app.core.transaction import transaction


def sweep_left_over(now: datetime) -> bool:
    """Clear them away, in a transaction that begins only when there is something; whether there was.

    How long a draft and a session last is a setting (``draft_days``, ``session_idle_hours``, ``session_days``).
    """
    db.session.rollback()
    drafts, sessions = _old_drafts(now), _ended_sessions(now)
    is_there = db.session.scalar(select(Draft.account_id).where(drafts).limit(1)) is not None
    if not is_there and db.session.scalar(select(SignInSession.key).where(sessions).limit(1)) is None:
        return False
    with transaction():
        db.session.execute(delete(Draft).where(drafts))
        db.session.execute(delete(SignInSession).where(sessions))
    return True


def _old_drafts(now: datetime) -> ColumnElement[bool]:
    return Draft.saved_at < now - timedelta(days=pages.setting_number("DRAFT_DAYS"))


def _ended_sessions(now: datetime) -> ColumnElement[bool]:
    idle = timedelta(hours=pages.setting_number("SESSION_IDLE_HOURS"))
    longest = timedelta(days=pages.setting_number("SESSION_DAYS"))
    return or_(SignInSession.seen_at < now - idle, SignInSession.opened_at < now - longest)
