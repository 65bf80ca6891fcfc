"""Change one's own password: every other session of the account ends, and the link of its calendar."""

from __future__ import annotations

from datetime import datetime

from app.accounts.end_access import end_sessions
from app.accounts.models import Account
from app.accounts.passwords import hash_password, password_is_right
from app.accounts.rules import password_fault
from app.audit.record import record
from app.core.errors import Invalid


def change_password(account: Account, *, old: str, new: str, again: str, now: datetime) -> None:
    """Set a new password.  Raises `Invalid` with the field that is wrong."""
    if not password_is_right(old, account.password_hash):
        raise Invalid("现在的密码不对，没有改。", {"old": "现在的密码不对。"})
    if new != again:
        raise Invalid("两遍新密码不一样，没有改。", {"again": "和上面的新密码不一样。"})
    fault = password_fault(new, account.login_name)
    if fault:
        raise Invalid("新密码不行，没有改。", {"new": fault})
    account.password_hash = hash_password(new)
    account.must_change_password = False
    account.first_password_until = None
    end_sessions(account, now=now, but=account.session_key)
    record("account:password_changed", account, account, now=now)
