"""Reads of notices, of what is on its way out, and of what reaches whom."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core.db import db
from app.core.errors import NotFound, NotNow
from app.core.guard import actor_or_none
from app.core.permissions import Permission, may
from app.notifications.models import IS_DEAD, IS_WAITING, FeedLink, Notice, Outbox, OutboxState, Reach

NO_FEED = "没有这个日历订阅，可能已经停用了。"


def newest_notices(account_id: int, limit: int) -> Sequence[Notice]:
    """An account's notices, newest first."""
    found = select(Notice).where(Notice.account_id == account_id)
    return db.session.scalars(found.order_by(Notice.created_at.desc(), Notice.id.desc()).limit(limit)).all()


def count_unread(account_id: int) -> int:
    """How many notices an account has not read."""
    found = select(func.count()).select_from(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return db.session.scalar(found) or 0


def unread_of_reader() -> int:
    """How many notices whoever reads this page has not read; none for whoever cannot open them."""
    reader = actor_or_none()
    return count_unread(reader.id) if reader and may(reader, Permission.NOTICE_OWN) else 0


def active_accounts(account_ids: Iterable[int]) -> Sequence[Account]:
    """Those of the accounts that can still sign in."""
    found = select(Account).where(Account.id.in_(sorted(set(account_ids))), Account.disabled_at.is_(None))
    return db.session.scalars(found.order_by(Account.id)).all()


def reach_of(account_id: int) -> Reach | None:
    """What reaches an account outside the page, if it ever said so."""
    return db.session.get(Reach, account_id)


def newest_messages(account_id: int, limit: int) -> Sequence[Outbox]:
    """What was, or is to be, sent to an account, newest first."""
    found = select(Outbox).where(Outbox.account_id == account_id)
    return db.session.scalars(found.order_by(Outbox.created_at.desc(), Outbox.id.desc()).limit(limit)).all()


def undelivered(limit: int) -> Sequence[Outbox]:
    """Dead letters, and those that failed and are tried again; the dead first, then the newest."""
    whom = joinedload(Outbox.account).joinedload(Account.committee)
    found = select(Outbox).options(whom).order_by(Outbox.id.desc()).limit(limit)
    dead = db.session.scalars(found.where(IS_DEAD)).all()
    failing = db.session.scalars(found.where(IS_WAITING, Outbox.attempts > 0)).all()
    return [*dead, *failing][:limit]


def count_dead() -> int:
    """How many messages could not be delivered."""
    return db.session.scalar(select(func.count()).select_from(Outbox).where(IS_DEAD)) or 0


def dead_letters(limit: int) -> Sequence[Outbox]:
    """Messages that could not be delivered, locked, oldest first."""
    found = select(Outbox).where(IS_DEAD).order_by(Outbox.id).limit(limit).with_for_update(of=Outbox, skip_locked=True)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def dead_letter(outbox_id: int) -> Outbox:
    """A message that could not be delivered, locked.  Raises `NotFound`, or `NotNow` when it is dead no longer."""
    found = select(Outbox).where(Outbox.id == outbox_id).with_for_update(of=Outbox)
    row = db.session.scalar(found.execution_options(populate_existing=True))
    if row is None:
        raise NotFound("没有这条消息。")
    if row.state is not OutboxState.DEAD:
        raise NotNow("这一条已经有人处理了，请刷新这一页再看。")
    return row


def hash_of(token: str) -> str:
    """What is kept of the secret in a feed's link."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_feed(account_id: int) -> FeedLink | None:
    """An account's open feed link, if any."""
    found = select(FeedLink).where(FeedLink.account_id == account_id, FeedLink.revoked_at.is_(None))
    return db.session.scalar(found)


def account_behind(token: str) -> Account:
    """Whose feed a link leads to.  Raises `NotFound` for an unknown or revoked link, or a closed account."""
    found = select(FeedLink).where(FeedLink.token_hash == hash_of(token), FeedLink.revoked_at.is_(None))
    link = db.session.scalar(found)
    if link is None or not link.account.is_active:
        raise NotFound(NO_FEED)
    return link.account
