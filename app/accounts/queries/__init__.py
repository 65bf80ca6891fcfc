"""Reads of accounts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from app.accounts.models import Account, Confirmation, Draft, RecoveryCode, SignInSession
from app.core.db import db
from app.core.errors import NotFound, NotNow


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


def open_confirmation(account_id: int) -> Confirmation | None:
    """What the account waits for, if it does."""
    found = select(Confirmation).where(Confirmation.account_id == account_id, Confirmation.outcome.is_(None))
    return db.session.scalar(found)


def locked_confirmation(account_id: int) -> Confirmation:
    """The same, locked.  Raises `NotNow` when the account does not wait (any more)."""
    found = select(Confirmation).where(Confirmation.account_id == account_id, Confirmation.outcome.is_(None))
    request = db.session.scalar(found.with_for_update().execution_options(populate_existing=True))
    account = db.session.get(Account, account_id)
    if request is None or account is None or not account.is_active:
        raise NotNow("这个账号现在不等核准：可能已经有人办过了，请刷新这一页再看。")
    return request


def waiting_accounts() -> Sequence[tuple[Account, Confirmation]]:
    """Every open account that waits for a second person, who has waited longest first."""
    found = select(Account, Confirmation).join(Confirmation, Confirmation.account_id == Account.id)
    found = found.where(Confirmation.outcome.is_(None), Account.disabled_at.is_(None), Account.is_waiting.is_(True))
    return [(account, request) for account, request in db.session.execute(found.order_by(Confirmation.id))]


def askers_of(account_id: int) -> Sequence[Account]:
    """Whoever opened the account or ever gave it a password."""
    asked = select(Confirmation.asked_by_id).where(Confirmation.account_id == account_id)
    return db.session.scalars(
        select(Account).where(Account.id.in_(asked.where(Confirmation.asked_by_id.is_not(None))))
    ).all()


def accounts_by_id(account_ids: Collection[int]) -> dict[int, Account]:
    """Accounts by id, for lists."""
    found = select(Account).where(Account.id.in_(sorted(account_ids)))
    return {account.id: account for account in db.session.scalars(found)}


def weight_of_drafts(account_id: int, *, but: str) -> tuple[int, int]:
    """How many drafts an account keeps besides one form's, and how many bytes they are in sum."""
    size = func.coalesce(func.sum(func.length(Draft.payload_sealed)), 0)
    found = select(func.count(), size).where(Draft.account_id == account_id, Draft.form_key != but)
    count, used = db.session.execute(found.select_from(Draft)).one()
    return count, int(used)
