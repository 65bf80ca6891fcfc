"""Deliver what the outbox holds: claimed by a lease, handed over outside any transaction, at least once.

The key travels with every message, so that a receiver who gets one twice knows it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import or_, select

from app.core import pages
from app.core.db import db
from app.core.key_ring import SealBroken
from app.core.transaction import transaction
from app.notifications.actions.channels import Letter, NotDelivered, Undeliverable, Unreachable, send
from app.notifications.models import IS_WAITING, Outbox, OutboxState, Reach
from app.notifications.rules import Channel, next_try

BATCH = 10
"""Rows taken at once: even when every one of them waits for its time-out, the lease outlasts the batch."""
SHORTEST_SWEEP = 30
"""Seconds for which a sweep goes on however short the lease is."""
log = logging.getLogger("jieyou.requests")


@dataclass(frozen=True)
class Claim:
    """A row this sweep took; whoever changes the row in between makes the version differ."""

    id: int
    version: int
    channel: Channel


def sweep_outbox(now: datetime) -> int:
    """Deliver what is due; returns how many messages went out.  One that fails does not stop the others.

    A channel whose other side is not there is left alone until the next sweep.  The sweep ends by itself before the
    leases of its last batch could: the next one goes on.
    """
    lease = timedelta(seconds=pages.setting_number("LEASE_SECONDS"))
    ends = monotonic() + max(lease.total_seconds() / 2, SHORTEST_SWEEP)
    sent, down = 0, set[Channel]()
    while monotonic() < ends:
        claims = _claim(now, lease, down)
        if not claims:
            break
        for claim in claims:
            if claim.channel in down:
                _release(claim)
            else:
                sent += _deliver(claim, now, down)
    return sent


def _claim(now: datetime, lease: timedelta, down: set[Channel]) -> list[Claim]:
    free = or_(Outbox.leased_until.is_(None), Outbox.leased_until <= now)
    found = (
        select(Outbox)
        .where(IS_WAITING, Outbox.next_try_at <= now, free, Outbox.channel.not_in(down))
        .order_by(Outbox.next_try_at, Outbox.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with transaction():
        rows = db.session.scalars(found.execution_options(populate_existing=True)).all()
        for row in rows:
            row.leased_until = now + lease
        db.session.flush()
        return [Claim(row.id, row.row_version, row.channel) for row in rows]


def _deliver(claim: Claim, now: datetime, down: set[Channel]) -> int:
    try:
        send(_letter(claim), now=now)
    except NotDelivered as failure:
        reason = type(failure.__cause__ or failure).__name__
        log.warning("message %s was not delivered: %s %s", claim.id, type(failure).__name__, reason)
        _note_failure(claim, failure, now)
        if isinstance(failure, Unreachable):
            down.add(claim.channel)
        return 0
    with transaction():
        row = _ours(claim)
        if row is not None:
            row.state, row.sent_at, row.leased_until, row.last_error = OutboxState.SENT, now, None, ""
    return 1


def _letter(claim: Claim) -> Letter:
    """The message with its address, opened only now; no transaction is left open.  Raises `NotDelivered`."""
    db.session.rollback()
    try:
        row = db.session.get_one(Outbox, claim.id)
        if not row.account.is_active:
            raise Undeliverable("账号已经停用。")
        return Letter(row.key, row.channel, _address(row), row.subject, row.body)
    finally:
        db.session.rollback()


def _address(row: Outbox) -> str:
    if row.channel is Channel.WECOM:
        return ""
    reach = db.session.get(Reach, row.account_id)
    try:
        address = row.account.person.phone if row.channel is Channel.SMS else reach.email if reach else ""
    except SealBroken as broken:
        raise Undeliverable("存着的地址打不开，请本人重新填一次。") from broken
    if not address:
        raise Undeliverable("名册里没有手机号。" if row.channel is Channel.SMS else "没有填邮箱地址。")
    return address


def _ours(claim: Claim) -> Outbox | None:
    """The row, locked, when nobody took or changed it since we claimed it."""
    found = select(Outbox).where(Outbox.id == claim.id).with_for_update(of=Outbox)
    row = db.session.scalar(found.execution_options(populate_existing=True))
    return row if row is not None and row.row_version == claim.version else None


def _note_failure(claim: Claim, failure: NotDelivered, now: datetime) -> None:
    with transaction():
        row = _ours(claim)
        if row is None:
            return
        row.attempts += 1
        row.leased_until, row.last_error = None, str(failure)[:200]
        again = None if isinstance(failure, Undeliverable) else next_try(row.attempts, now)
        if again is None:
            row.state = OutboxState.DEAD
        else:
            row.next_try_at = again


def _release(claim: Claim) -> None:
    with transaction():
        row = _ours(claim)
        if row is not None:
            row.leased_until = None
