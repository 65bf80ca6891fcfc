"""What the administrator does with a message that could not be delivered: send it again, or give it up."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.permissions import Actor
from app.notifications.models import Outbox, OutboxState
from app.notifications.queries import dead_letter, dead_letters

MOST_AT_ONCE = 500


def send_again(outbox_id: int, *, actor: Actor, now: datetime) -> Outbox:
    """Put it back among what waits, with all its tries.  Raises `NotFound`, `NotNow`."""
    row = dead_letter(outbox_id)
    _revive(row, actor, now)
    return row


def send_all_again(*, actor: Actor, now: datetime) -> int:
    """Put every dead letter back among what waits, as after an outage; returns how many."""
    rows = dead_letters(MOST_AT_ONCE)
    for row in rows:
        _revive(row, actor, now)
    return len(rows)


def _revive(row: Outbox, actor: Actor, now: datetime) -> None:
    row.state, row.attempts, row.next_try_at = OutboxState.WAITING, 0, now
    record("outbox:sent_again", row, actor, now=now, detail={"channel": row.channel.value, "key": row.key})


def give_up(outbox_id: int, *, actor: Actor, now: datetime) -> Outbox:
    """Leave it undelivered for good.  Raises `NotFound`, `NotNow`."""
    row = dead_letter(outbox_id)
    row.state = OutboxState.GIVEN_UP
    record("outbox:given_up", row, actor, now=now, detail={"channel": row.channel.value, "key": row.key})
    return row
