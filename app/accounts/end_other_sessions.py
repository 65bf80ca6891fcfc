"""Sign oneself out everywhere else: somebody forgot to leave on the village's computer."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from app.accounts.models import Account, SignInSession
from app.audit.record import record
from app.core.db import db


def end_other_sessions(account: Account, *, now: datetime) -> None:
    """End every session of the account but the one it came in by.

    ASVS 5.0 7.5.2, but for its asking for the password once more: this only takes access away.
    """
    others = delete(SignInSession).where(
        SignInSession.account_id == account.id, SignInSession.key != account.session_key
    )
    db.session.execute(others)
    record("account:sessions_ended", account, account, now=now)
