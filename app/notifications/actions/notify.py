"""Tell accounts of a matter: in the page at once, outside when it is a same-day matter and they asked for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.accounts.registry import News
from app.core.db import db
from app.notifications import rules
from app.notifications.actions.channels import configured_channels, sender
from app.notifications.actions.queue_message import addressee, queue_message
from app.notifications.models import LONGEST_NOTICE, Notice, NoticeKind
from app.notifications.queries import active_accounts, reach_of


def notify(
    account_ids: Iterable[int],
    *,
    kind: NoticeKind,
    key: str,
    text: str,
    subject_kind: str,
    subject_id: int,
    is_same_day: bool,
    now: datetime,
) -> int:
    """Tell each account once under this `key`; returns how many were told now.

    `text` is read in the page alone and may name people.  What leaves the house says only that there is something.
    A matter that is not of the same day waits for the next morning's digest.
    """
    found = active_accounts(account_ids)
    knowing = select(Notice.account_id).where(Notice.key == key, Notice.account_id.in_([one.id for one in found]))
    told = set(db.session.scalars(knowing))
    fresh = 0
    for account in found:
        notice = Notice(
            account_id=account.id,
            key=key,
            kind=kind,
            text=text[:LONGEST_NOTICE],
            subject_kind=subject_kind,
            subject_id=subject_id,
            created_at=now,
        )
        if account.id not in told and _kept(notice):
            fresh += 1
            if is_same_day:
                _send_out(account, key, now)
    return fresh


def notify_of_account(account_ids: Collection[int], news: News) -> None:
    """Tell of what was done to an account: a matter of the same day, for it may be somebody's who should not."""
    notify(
        account_ids,
        kind=NoticeKind.ACCOUNT,
        key=news.key,
        text=news.text,
        subject_kind=Account.subject_kind,
        subject_id=news.account_id,
        is_same_day=True,
        now=news.now,
    )


def _kept(notice: Notice) -> bool:
    """Whether the notice was new; of two tellers at the same moment one is too late, which is no fault."""
    with suppress(IntegrityError):
        with db.session.begin_nested():
            db.session.add(notice)
        return True
    return False


def _send_out(account: Account, key: str, now: datetime) -> None:
    reach = reach_of(account.id)
    if reach is None or not reach.wants_same_day:
        return
    at = rules.awake(now)
    for channel in sorted(reach.channels & configured_channels()):
        message = rules.same_day(channel, whom=addressee(account), sender=sender())
        queue_message(account, channel, message, key=f"notice:{key}:{account.id}:{channel}", at=at, now=now)
