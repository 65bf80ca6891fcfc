"""Open the administrator's account from the office's own computer, before anybody can sign in."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.queries import account_named
from app.accounts.rules import password_fault
from app.accounts.tell_of_account import described, facts_of, tell_keepers
from app.audit.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.normalise import entry_name
from app.core.permissions import Role
from app.organisations.models import Person


def open_administrator(*, name: str, login_name: str, password: str, now: datetime) -> Account:
    """Make the person and the account.  Raises `Invalid` for a taken sign-in name or a weak password."""
    if not entry_name(name) or not login_name.strip():
        raise Invalid("姓名和登录名都要写。")
    if account_named(login_name) is not None:
        raise Invalid("这个登录名有人用了，请换一个。")
    fault = password_fault(password, login_name, (name,))
    if fault:
        raise Invalid(fault)
    person = Person(name=name)
    person.seal_identity(id_number=None, phone=None)
    db.session.add(person)
    db.session.flush()
    account = Account(
        login_name=login_name,
        password_hash=hash_password(password),
        role=Role.ADMINISTRATOR,
        person_id=person.id,
    )
    db.session.add(account)
    db.session.flush()
    tell_keepers(account, f"开了{described(account)}的账号", deed="opened", actor=None, now=now)
    record("account:opened", account, None, now=now, detail=facts_of(account))
    return account
