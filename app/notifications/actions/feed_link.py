"""Open and revoke the secret link of an account's calendar feed."""

from __future__ import annotations

import secrets
from datetime import datetime

from app.accounts.models import Account
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import NotNow
from app.notifications.models import FeedLink
from app.notifications.queries import hash_of, open_feed


def open_feed_link(account: Account, *, now: datetime) -> str:
    """Draw a new secret, revoke the one before, and return the secret: it is not kept and shown once."""
    before = open_feed(account.id)
    if before is not None:
        before.revoked_at = now
        db.session.flush()
    token = secrets.token_urlsafe(32)
    db.session.add(FeedLink(account_id=account.id, token_hash=hash_of(token), opened_at=now))
    db.session.flush()
    record("feed:opened", account, account, now=now)
    return token


def revoke_feed_link(account: Account, *, now: datetime) -> None:
    """Close the feed: its link leads nowhere from now on.  Raises `NotNow` when none is open."""
    link = open_feed(account.id)
    if link is None:
        raise NotNow("日历订阅本来就没有开通，不用停用。")
    link.revoked_at = now
    record("feed:revoked", account, account, now=now)


def close_feed_link(account: Account, now: datetime) -> None:
    """Close the feed of an account whose password changed or that is closed itself; nothing when none is open."""
    link = open_feed(account.id)
    if link is not None:
        link.revoked_at = now
        record("feed:revoked", account, None, now=now)
