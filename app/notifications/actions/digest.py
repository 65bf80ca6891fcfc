"""The morning's digest: once per account and day, quiet on rest days, nothing when there is nothing."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.models import Account
from app.audit.actions.heads import head_of_the_day
from app.core import pages
from app.core.clock import local
from app.core.db import db
from app.core.transaction import REFUSED, transaction
from app.notifications import rules
from app.notifications.actions.channels import configured_channels, sender
from app.notifications.actions.queue_message import addressee, queue_message
from app.notifications.models import Reach
from app.notifications.registry import registry

log = logging.getLogger("jieyou.requests")


def sweep_digest(now: datetime) -> int:
    """Queue the digest of everybody who has not had today's; returns how many messages were queued."""
    if not rules.is_digest_time(now, pages.setting_number("DIGEST_HOUR")):
        return 0
    queued = 0
    for account_id in _waiting(now):
        try:
            with transaction():
                queued += _digest_of(account_id, now)
        except REFUSED as refused:
            log.warning("the digest of account %s was not made: %s", account_id, type(refused).__name__)
    return queued


def _waiting(now: datetime) -> Sequence[int]:
    found = (
        select(Reach.account_id)
        .join(Account)
        .where(
            Account.disabled_at.is_(None),
            Reach.wants_digest,
            or_(Reach.is_email_on, Reach.is_sms_on, Reach.is_wecom_on),
            or_(Reach.last_digest_on.is_(None), Reach.last_digest_on < local(now).date()),
        )
        .order_by(Reach.account_id)
    )
    db.session.rollback()
    ids = db.session.scalars(found).all()
    db.session.rollback()
    return ids


def _digest_of(account_id: int, now: datetime) -> int:
    today = local(now).date()
    found = select(Reach).where(Reach.account_id == account_id).with_for_update(of=Reach)
    reach = db.session.scalars(found.execution_options(populate_existing=True)).one()
    if reach.last_digest_on is not None and reach.last_digest_on >= today:
        return 0
    reach.last_digest_on = today
    account = reach.account
    things = registry.things_ahead(account, now)
    groups = rules.grouped(things, now=now, is_rest_day=registry.is_rest_day(today))
    if not groups:
        return 0
    queued, seal = 0, _seal(now)
    for channel in sorted(reach.channels & configured_channels()):
        message = rules.digest(channel, groups, today=today, whom=addressee(account), sender=sender(), seal=seal)
        key = f"digest:{today.isoformat()}:{account_id}:{channel}"
        queued += queue_message(account, channel, message, key=key, at=now, now=now)
    return queued


def _seal(now: datetime) -> str:
    """Where the audit trail stood this morning: whoever keeps the letter can hold it against the trail later."""
    head = head_of_the_day(now)
    return "" if head is None else f"操作记录到第{head.number}条，校验码 {head.short}"
