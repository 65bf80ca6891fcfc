"""Make an account wait for a second person: what happened to it opens no door until that person says yes."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Account, AskedFor, Confirmation, Outcome
from app.accounts.queries import open_confirmation
from app.core.db import db
from app.core.permissions import Actor


def ask_confirmation(
    account: Account, *, asked_for: AskedFor, as_head: bool, actor: Actor | None, now: datetime
) -> Confirmation:
    """Begin the waiting; an earlier one that is still open goes on in this, also whether it is the head's.

    Whoever asked earlier stays on record: he cannot confirm this one either.
    """
    before = open_confirmation(account.id)
    if before is not None:
        before.outcome, before.decided_at = Outcome.OVERTAKEN, now
        as_head = as_head or before.as_head
        db.session.flush()
    request = Confirmation(
        account_id=account.id,
        asked_for=asked_for,
        asked_by_id=actor.id if actor else None,
        asked_at=now,
        as_head=as_head,
    )
    account.is_waiting = True
    db.session.add(request)
    db.session.flush()
    return request
