"""Change one's own password: other sessions and the calendar's link end, and wrong old passwords end this one."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.end_access import end_sessions
from app.accounts.actions.guessing import guesses_in_session
from app.accounts.actions.passwords import hash_password, password_is_right
from app.accounts.actions.sign_in import end_after_guessing, renew_session
from app.accounts.models import Account
from app.accounts.rules import password_fault
from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow, TooMany
from app.core.pages import setting_text
from app.core.transaction import begin_writing, transaction
from app.organisations.queries import villages


def change_password(account: Account, *, old: str, new: str, again: str, now: datetime) -> None:
    """Set a new password; this session goes on under another key.

    Raises `Invalid` with the field that is wrong.  The last of too many wrong old passwords in a row ends the session.
    """
    kept_hash = account.password_hash
    own_password_is_right(account, old, field="old", now=now)
    if new != again:
        raise Invalid("两遍新密码不一样，没有改。", {"again": "和上面的新密码不一样。"})
    fault = password_fault(new, account.login_name, words_about(account))
    if new == old:
        fault = "新密码和现在的一样，换一个。"
    if fault:
        raise Invalid("新密码不行，没有改。", {"new": fault})
    fresh = hash_password(new)
    begin_writing()
    if account.password_hash != kept_hash or not account.is_active:
        raise NotNow("您的密码刚刚被换过，这次没有改。请重新登录。")
    account.password_hash = fresh
    account.must_change_password = False
    account.first_password_until = None
    renew_session(account, now=now)
    end_sessions(account, now=now, but=account.session_key)
    record("account:password_changed", account, account, now=now)


def own_password_is_right(account: Account, password: str, *, field: str, now: datetime) -> None:
    """Ask the password again in an open session (ASVS 5.0 7.5.1).

    Raises `Invalid` at the field; the last of too many wrong ones in a row ends the session.
    """
    guesses, kept_hash = guesses_in_session(account), account.password_hash
    is_right = password_is_right(password, kept_hash)
    try:
        guesses.must_be_open(now=now)
        with transaction():
            if is_right:
                guesses.succeeded(now=now)
            else:
                guesses.failed(now=now)
        guesses.must_be_open(now=now)
    except TooMany:
        end_after_guessing(account, now=now)
    if not is_right:
        raise Invalid("现在的密码不对，没有改。", {field: "现在的密码不对。"})


def words_about(account: Account) -> list[str]:
    """Words and numbers that somebody who knows the person or the town would try first (ASVS 5.0 6.2.11)."""
    person, town = account.person, [one.name for one in villages()]
    numbers = [person.id_number, person.phone, f"{person.born_on:%Y%m%d}" if person.born_on else ""]
    return [one for one in (person.name, *numbers, setting_text("TOWN_NAME"), *town) if one]
