"""Open an account for somebody on the town's register of people."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.accounts.queries import account_named
from app.audit.record import record
from app.core.crypto import keys
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor, Role
from app.organisations.queries import people_with_id_number_index

WITH_COMMITTEE = frozenset({Role.MEDIATOR, Role.COMMITTEE_HEAD, Role.CENTRE_CLERK})


def open_account(
    *,
    person_name: str,
    id_number: str,
    login_name: str,
    role: Role,
    committee_id: int | None,
    first_password: str,
    actor: Actor,
    now: datetime,
) -> Account:
    """Make the account; its first password must be changed at the first sign-in.  Raises `Invalid`."""
    people = people_with_id_number_index(keys().blind_index(id_number, "id_number"))
    person = next((person for person in people if person.name == person_name), None)
    if person is None:
        raise Invalid("人员名册里没有这个姓名和身份证号，请先导入名册。", {"id_number": "名册里对不上，请再核对。"})
    if account_named(login_name) is not None:
        raise Invalid("这个登录名有人用了。", {"login_name": "换一个登录名。"})
    if role in WITH_COMMITTEE and committee_id is None:
        raise Invalid("这种身份要选调委会。", {"committee_id": "请选调委会。"})
    account = Account(
        login_name=login_name,
        password_hash=hash_password(first_password),
        must_change_password=True,
        role=role,
        person_id=person.id,
        committee_id=committee_id if role in WITH_COMMITTEE else None,
    )
    db.session.add(account)
    db.session.flush()
    record("account:opened", account, actor, now=now, detail={"role": role.value})
    return account


def disable_account(account: Account, *, actor: Actor, now: datetime) -> None:
    """Close an account: it can no longer sign in, its past deeds stay."""
    if account.id == actor.id:
        raise Invalid("不能停用自己的账号。")
    account.disabled_at = now
    record("account:disabled", account, actor, now=now)
