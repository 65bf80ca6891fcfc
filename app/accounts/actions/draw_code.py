"""Draw the code that confirms an account in the place of a second person who has no account himself yet."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from app.accounts.actions.passwords import hash_password
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account
from app.accounts.queries import locked_confirmation
from app.audit.actions.record import record

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters that look alike on paper: 31 signs, twelve of them are 59 bits."""


def draw_code(account: Account, *, lasts: timedelta, now: datetime) -> str:
    """A new code for an account that waits; only its hash is kept, and one drawn before is worth nothing.

    It is drawn at the office's own computer, printed and countersigned on paper.  Raises `NotNow` when the account
    does not wait.
    """
    request = locked_confirmation(account.id)
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
    request.code_hash, request.code_until, request.wrong_codes = hash_password(code), now + lasts, 0
    tell_keepers(account, f"给{described(account)}打印了核准码", action="code_drawn", actor=None, now=now)
    record("account:code_drawn", account, None, now=now, detail=facts_of(account))
    return code
