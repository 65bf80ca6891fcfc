"""Sign oneself out everywhere else: somebody forgot to leave on the village's computer."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.end_access import delete_sessions
from app.accounts.models import Account
from app.audit.actions.record import record


def end_other_sessions(account: Account, *, now: datetime) -> None:
    """End every session of the account but the one it came in by.

    ASVS 5.0 7.5.2, but for its asking for the password once more: this only takes access away.
    """
    delete_sessions(account, but=account.session_key)
    record("account:sessions_ended", account, account, now=now)
