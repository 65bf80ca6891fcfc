"""Make an officer of the closed room its head (镇纪委书记), once a second person has confirmed it."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.ask_confirmation import ask_confirmation
from app.accounts.actions.end_access import end_sessions
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account, AskedFor
from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow
from app.core.permissions import Role


def name_head(account: Account, *, now: datetime) -> None:
    """Ask for it, at the office's own computer; until it is confirmed the account opens nothing.

    Raises `Invalid` for another role, `NotNow` for a closed account and for who is the head already.
    """
    if account.role is not Role.DISCIPLINE_OFFICER:
        raise Invalid("只有纪检干部的账号可以记为镇纪委书记。")
    if not account.is_active:
        raise NotNow("这个账号已经停用。")
    if account.is_discipline_head:
        raise NotNow("这个账号本来就是镇纪委书记的。")
    ask_confirmation(account, asked_for=AskedFor.NAMED_HEAD, as_head=True, actor=None, now=now)
    end_sessions(account, now=now)
    tell_keepers(account, f"要把{described(account)}记为镇纪委书记，等核准", action="named_head", actor=None, now=now)
    record("account:head_named", account, None, now=now, detail=facts_of(account))
