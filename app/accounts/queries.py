"""Reads of accounts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.accounts.models import Account, Draft, RecoveryCode, SignInSession
from app.core.db import db
from app.core.errors import NotFound


def account_named(login_name: str) -> Account | None:
    """The account with this sign-in name, if any."""
    return db.session.scalar(select(Account).where(Account.login_name == login_name))


def find_account(account_id: int) -> Account | None:
    """An account by id, if there is one."""
    return db.session.get(Account, account_id)


def get_account(account_id: int) -> Account:
    """An account by id.  Raises `NotFound`."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound("没有这个账号。")
    return account


def accounts() -> Sequence[Account]:
    """Every account, by sign-in name."""
    return db.session.scalars(select(Account).order_by(Account.login_name)).all()


def open_sessions(account_id: int) -> Sequence[SignInSession]:
    """An account's open sessions, newest first."""
    found = select(SignInSession).where(SignInSession.account_id == account_id)
    return db.session.scalars(found.order_by(SignInSession.opened_at.desc())).all()


def find_draft(account_id: int, form_key: str) -> Draft | None:
    """What the account typed into this form and has not sent."""
    return db.session.get(Draft, (account_id, form_key))


def names_of(account_ids: set[int]) -> dict[int, str]:
    """Display names by account id, for lists."""
    found = select(Account).where(Account.id.in_(account_ids))
    return {account.id: account.display_name for account in db.session.scalars(found)}


def recovery_codes_left(account_id: int) -> int:
    """How many codes of the printed sheet were not used yet."""
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(left.select_from(RecoveryCode)) or 0
