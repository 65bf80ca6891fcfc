"""Between password and code: a short-lived token in the cookie that opens nothing but the page of the code.

It is sealed, holds no session's key, and dies with the password, with five minutes, and with the end of the sign-in.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from flask import session

from app.accounts.actions.guessing import mark_of_account
from app.accounts.models import Account
from app.accounts.queries import find_account
from app.core.crypto import keys
from app.core.key_ring import SealBroken

KEPT_AS, PLACE = "half_open", "half_open"
LASTS = timedelta(minutes=5)


def begin(account: Account, after: str, *, now: datetime) -> None:
    """The password was right: remember who is to give a code, and where to go then."""
    text_size = session.get("text_size")
    session.clear()
    if text_size:
        session["text_size"] = text_size
    told = {"id": account.id, "mark": mark_of_account(account), "at": now.timestamp(), "after": after[:500]}
    session[KEPT_AS] = keys().seal(json.dumps(told), PLACE)


def whose(*, now: datetime) -> tuple[Account, str] | None:
    """Who is to give a code and where to go then; None when nobody is, or it took too long."""
    token = session.get(KEPT_AS)
    if token is None:
        return None
    try:
        told = json.loads(keys().open(str(token), PLACE))
    except SealBroken:
        return None
    account = find_account(told["id"])
    if account is None or not account.is_active or account.second_factor_at is None:
        return None
    is_late = not 0 <= now.timestamp() - told["at"] <= LASTS.total_seconds()
    return None if is_late or told["mark"] != mark_of_account(account) else (account, str(told["after"]))
