"""Open the account of 镇纪委书记 at the office's own computer, when nobody is there yet who could confirm it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.ask_confirmation import ask_confirmation
from app.accounts.models import Account, AskedFor
from app.accounts.passwords import hash_password
from app.accounts.queries import account_named
from app.accounts.tell_of_account import described, facts_of, tell_keepers
from app.audit.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.normalise import entry_name
from app.core.permissions import Role
from app.organisations.models import Office, OfficeKind, Person


def open_discipline_head(
    *, name: str, login_name: str, first_password: str, lasts: timedelta, now: datetime
) -> Account:
    """Make the person and the account, which waits: a code is printed for it (`draw_code`) and countersigned.

    Raises `Invalid` for a taken sign-in name, or when the town has no discipline office yet.
    """
    if not entry_name(name) or not login_name.strip():
        raise Invalid("姓名和登录名都要写。")
    if account_named(login_name) is not None:
        raise Invalid("这个登录名有人用了，请换一个。")
    office = db.session.scalar(select(Office).where(Office.kind == OfficeKind.DISCIPLINE).order_by(Office.id).limit(1))
    if office is None:
        raise Invalid("还没有纪检机构。请管理员先在网页“镇里的单位”里加上镇纪委，再来开账号。")
    person = Person(name=name)
    person.seal_identity(id_number=None, phone=None)
    db.session.add(person)
    db.session.flush()
    account = Account(
        login_name=login_name,
        password_hash=hash_password(first_password),
        must_change_password=True,
        first_password_until=now + lasts,
        role=Role.DISCIPLINE_OFFICER,
        person_id=person.id,
        office_id=office.id,
    )
    db.session.add(account)
    db.session.flush()
    ask_confirmation(account, asked_for=AskedFor.OPENED, as_head=True, actor=None, now=now)
    tell_keepers(account, f"开了{described(account)}的账号，等核准", deed="opened", actor=None, now=now)
    record("account:opened", account, None, now=now, detail=facts_of(account))
    return account
