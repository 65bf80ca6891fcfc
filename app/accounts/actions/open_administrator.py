"""Open the administrator's account from the office's own computer, before anybody can sign in."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.enter_person import enter_person
from app.accounts.actions.passwords import hash_password
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account
from app.accounts.rules import password_fault
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Role


def open_administrator(*, name: str, login_name: str, password: str, now: datetime) -> Account:
    """Make the person and the account.  Raises `Invalid` for a taken sign-in name or a weak password."""
    person = enter_person(name, login_name)
    fault = password_fault(password, login_name, (name,))
    if fault:
        raise Invalid(fault)
    account = Account(
        login_name=login_name,
        password_hash=hash_password(password),
        role=Role.ADMINISTRATOR,
        person_id=person.id,
    )
    db.session.add(account)
    db.session.flush()
    tell_keepers(account, f"开了{described(account)}的账号", action="opened", actor=None, now=now)
    record("account:opened", account, None, now=now, detail=facts_of(account))
    return account
