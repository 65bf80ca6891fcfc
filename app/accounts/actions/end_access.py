"""End what an account has open: its sessions, the links of its calendar, what was typed and not sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from app.accounts.models import Account, Draft, SignInSession
from app.accounts.registry import registry
from app.core.db import db


def end_sessions(account: Account, *, now: datetime, but: str = "") -> None:
    """End every session but one (a session's key), and the calendar's link: who knew it knows it no longer.

    ASVS 5.0 7.4.3: a changed or reset password can end all other sessions; 7.4.2: so does a closed account.
    """
    delete_sessions(account, but=but)
    registry.close_links(account, now)


def delete_sessions(account: Account, *, but: str) -> None:
    """Delete every session of the account but the one of this key; the calendar's link stays."""
    others = delete(SignInSession).where(SignInSession.account_id == account.id, SignInSession.key != but)
    db.session.execute(others)


def forget_drafts(account: Account) -> None:
    """Forget everything that was typed and not sent: nobody can come back to it."""
    db.session.execute(delete(Draft).where(Draft.account_id == account.id))
