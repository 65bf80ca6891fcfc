"""Let a name be tried again at once: the office knows who is at the telephone."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.guessing import release
from app.accounts.actions.tell_of_account import facts_of
from app.accounts.models import Account
from app.audit.actions.record import record


def unlock(account: Account, *, now: datetime) -> int:
    """Forget what was counted of wrong passwords and codes for this name; returns how many tallies there were."""
    cleared = release(account.login_name)
    record("account:unlocked", account, None, now=now, detail=facts_of(account) | {"tallies": cleared})
    return cleared
