"""Sign in and out: sessions are rows, the cookie holds a random key, guessing is locked out."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from flask import current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, update

from app.accounts import rules
from app.accounts.models import Account, SignInFailure, SignInSession, TextSize
from app.accounts.passwords import password_is_right
from app.accounts.queries import account_named, failures_since
from app.audit.record import record
from app.core import clock
from app.core.beside import write_beside
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.extensions import App, login
from app.core.transaction import begin_writing

SEEN_EVERY = timedelta(minutes=5)
OPEN_AT_FIRST = frozenset(
    {None, "static", "healthz", "accounts.own", "accounts.password", "accounts.sign_out", "accounts.text_size"}
)


def sign_in(login_name: str, password: str, *, now: datetime) -> Account:
    """Open a session for the right name and password.

    Raises `NotNow` while the name is locked, `Invalid` when name or password is wrong (without saying which).
    The failure itself is committed: it must survive the refusal.
    """
    locked_since = now - timedelta(minutes=current_app.config["LOCK_MINUTES"])
    limit = current_app.config["LOCK_AFTER_FAILURES"]
    account = account_named(login_name)
    is_locked = failures_since(login_name, locked_since) >= limit
    is_right = password_is_right(password, account.password_hash if account else None)
    db.session.rollback()
    begin_writing()
    if is_locked:
        raise NotNow(f"密码错得太多，先停{current_app.config['LOCK_MINUTES']}分钟再试；急用请打页脚的电话。")
    if account is None or not is_right or not account.is_active:
        _note_failure(login_name, account, now)
        raise Invalid("登录名或者密码不对，请再看看大小写。")
    return _open(account, now)


def _note_failure(login_name: str, account: Account | None, now: datetime) -> None:
    db.session.add(SignInFailure(login_name=login_name[:40], at=now))
    if account is not None:
        record("account:sign_in_refused", account, None, now=now)
    db.session.commit()


def _open(account: Account, now: datetime) -> Account:
    end_session_of_this_browser()
    row = SignInSession(key=secrets.token_urlsafe(32), account_id=account.id, opened_at=now, seen_at=now)
    db.session.add(row)
    db.session.execute(delete(SignInFailure).where(SignInFailure.login_name == account.login_name))
    text_size = session.get("text_size")
    session.clear()
    if text_size:
        session["text_size"] = text_size
    account.session_key = row.key
    login_user(account)
    record("account:signed_in", account, account, now=now)
    return account


def end_session_of_this_browser() -> None:
    """End the session this browser came with, whoever's it was (OWASP ASVS 5.0, 7.2.4)."""
    db.session.execute(delete(SignInSession).where(SignInSession.key == session.get("_user_id", "")))
    logout_user()


def sign_out(account: Account, *, now: datetime) -> None:
    """End this session: its row is deleted, so the cookie is worth nothing afterwards."""
    row = db.session.get(SignInSession, account.get_id())
    if row is not None:
        db.session.delete(row)
    record("account:signed_out", account, account, now=now)
    logout_user()
    session.clear()


def _load(key: str) -> Account | None:
    row = db.session.get(SignInSession, key)
    if row is None or not row.account.is_active:
        return None
    now = clock.now()
    idle = timedelta(hours=current_app.config["SESSION_IDLE_HOURS"])
    if rules.session_is_over(
        row.opened_at, row.seen_at, now=now, idle=idle, absolute=timedelta(days=current_app.config["SESSION_DAYS"])
    ):
        return None
    if now - row.seen_at > SEEN_EVERY:
        g.session_seen = key
    row.account.session_key = key
    return row.account


def _note_seen(error: BaseException | None) -> None:
    key = g.pop("session_seen", None)
    if key is None or error is not None:
        return
    write_beside(update(SignInSession).where(SignInSession.key == key).values(seen_at=clock.now()))


def _first_password_first() -> ResponseReturnValue | None:
    """Whoever still has the password somebody else drew goes to the page where it is changed."""
    if request.endpoint in OPEN_AT_FIRST or not current_user.is_authenticated:
        return None
    return redirect(url_for("accounts.own")) if current_user.must_change_password else None


def init_app(app: App) -> None:
    """Tell Flask-Login how to find the account behind a cookie; a first password is changed before anything else."""
    login.user_loader(_load)
    app.before_request(_first_password_first)
    app.teardown_request(_note_seen)


def remembered_text_size() -> str:
    """The size of the type for this page: the account's, else this browser's, else standard."""
    if current_user and current_user.is_authenticated:
        return str(current_user.text_size.value)
    return str(session.get("text_size", TextSize.STANDARD.value))
