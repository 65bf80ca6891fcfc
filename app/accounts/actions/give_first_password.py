"""A lost password gets a new first one, which its owner must change at the next sign-in."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.accounts.actions.ask_confirmation import ask_confirmation
from app.accounts.actions.end_access import end_sessions
from app.accounts.actions.guessing import release
from app.accounts.actions.passwords import hash_password
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers, tell_owner
from app.accounts.models import Account, AskedFor
from app.accounts.rules import AT_THE_COMPUTER, CONFIRMED_ROLES
from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor, is_anothers


def give_first_password(
    account: Account, *, first_password: str, lasts: timedelta, actor: Actor | None, now: datetime
) -> None:
    """Set the password somebody else drew; every session ends, and an account of the closed room waits again.

    Without that waiting whoever gives passwords could come in by each of them (docs/adr/0011).  `actor` is None at the
    office's own computer.  Raises `Invalid` for one's own account, `NotNow` for a closed one.  ASVS 5.0 6.4.1, 6.4.3.
    """
    if actor is not None and not is_anothers(actor, account):
        raise Invalid("自己的密码请在“我的账号”里改；真忘了，请另一位管理员来换。")
    if not account.is_active:
        raise NotNow("这个账号已经停用，不用换密码；人回来了，请另开一个账号。")
    account.password_hash = hash_password(first_password)
    account.must_change_password, account.first_password_until = True, now + lasts
    end_sessions(account, now=now)
    release(account.login_name)
    if account.role in CONFIRMED_ROLES:
        asked = AskedFor.NEW_PASSWORD
        ask_confirmation(account, asked_for=asked, as_head=account.is_discipline_head, actor=actor, now=now)
    tell_keepers(account, f"给{described(account)}换了新的第一次密码", action="new_password", actor=actor, now=now)
    who = actor.display_name if actor else AT_THE_COMPUTER
    tell_owner(
        account, f"{who}给您换了新的第一次密码。不是您要换的，请马上打页脚的电话。", action="new_password", now=now
    )
    record("account:first_password_given", account, actor, now=now, detail=facts_of(account))
