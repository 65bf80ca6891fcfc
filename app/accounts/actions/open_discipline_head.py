"""Open the account of 镇纪委书记 at the office's own computer, when nobody is there yet who could confirm it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.accounts.actions.ask_confirmation import ask_confirmation
from app.accounts.actions.enter_person import enter_person
from app.accounts.actions.passwords import hash_password
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account, AskedFor
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Role
from app.organisations.models import Office, OfficeKind


def open_discipline_head(
    *, name: str, login_name: str, first_password: str, lasts: timedelta, now: datetime
) -> Account:
    """Make the person and the account, which waits: a code is printed for it (`draw_code`) and countersigned.

    Raises `Invalid` for a taken sign-in name, or when the town has no discipline office yet.
    """
    person = enter_person(name, login_name)
    office = db.session.scalar(select(Office).where(Office.kind == OfficeKind.DISCIPLINE).order_by(Office.id).limit(1))
    if office is None:
        raise Invalid("还没有纪检机构。请管理员先在网页“镇里的单位”里加上镇纪委，再来开账号。")
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
    tell_keepers(account, f"开了{described(account)}的账号，等核准", action="opened", actor=None, now=now)
    record("account:opened", account, None, now=now, detail=facts_of(account))
    return account
