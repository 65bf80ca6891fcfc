"""Close an account for good: it can no longer sign in, its what was done stays."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.end_access import end_sessions, forget_drafts
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account
from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor, is_anothers


def disable_account(account: Account, *, actor: Actor, now: datetime) -> None:
    """Close it with all it has open.  Raises `Invalid` for one's own, `NotNow` when it is closed already."""
    if not is_anothers(actor, account):
        raise Invalid("不能停用自己的账号。")
    if not account.is_active:
        raise NotNow("这个账号已经停用了。")
    account.disabled_at = now
    end_sessions(account, now=now)
    forget_drafts(account)
    tell_keepers(account, f"停用了{described(account)}的账号", action="disabled", actor=actor, now=now)
    record("account:disabled", account, actor, now=now, detail=facts_of(account))
