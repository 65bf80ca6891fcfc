"""Put a message into the outbox, once under its key."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Account
from app.core.db import db
from app.core.permissions import ROLE_NAMES
from app.notifications.models import Outbox
from app.notifications.rules import Channel, Message


def queue_message(
    account: Account, channel: Channel, message: Message, *, key: str, at: datetime, now: datetime
) -> bool:
    """Have the sweep deliver it from `at` on.  False when a message with this key is there already."""
    if db.session.scalar(select(Outbox.id).where(Outbox.key == key)) is not None:
        return False
    row = Outbox(
        channel=channel,
        account_id=account.id,
        key=key,
        subject=message.subject,
        body=message.body,
        next_try_at=at,
        created_at=now,
    )
    with suppress(IntegrityError):
        with db.session.begin_nested():
            db.session.add(row)
        return True
    return False


def addressee(account: Account) -> str:
    """Whom a message in a group is for, by role and committee: never a person's name."""
    role = ROLE_NAMES[account.role]
    return f"{account.committee.name}的{role}" if account.committee else role
