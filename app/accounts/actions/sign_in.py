"""Sign in and out: sessions are rows, the cookie holds a random key, guessing is slowed."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NoReturn

from flask import Response, abort, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy import delete, update

from app.accounts import rules
from app.accounts.actions.guessing import Guesses, guesses_at, mark_of_account
from app.accounts.actions.passwords import password_is_right
from app.accounts.models import Account, SignInSession, TextSize
from app.accounts.queries import account_named
from app.audit.actions.record import record
from app.core import clock
from app.core.beside import write_beside
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.extensions import App, login
from app.core.known_browser import remember
from app.core.security import cookie_name, keep_a_year
from app.core.transaction import begin_writing, transaction
from app.organisations.queries import example_town_is_loaded

ENDED_MEANWHILE = "您的登录刚刚被结束了，这次没有改。请重新登录。"
SEEN_EVERY = timedelta(minutes=5)
TEXT_SIZE = "text_size"
"""The name of the cookie that remembers the size of the type."""
OPEN_AT_FIRST = frozenset(
    {None, "static", "healthz", "accounts.own", "accounts.password", "accounts.sign_out", "accounts.text_size"}
)
OPEN_WITHOUT_CODE = frozenset(
    {None, "static", "healthz", "accounts.second_factor", "accounts.second_factor_on", "accounts.sign_out"}
    | {"accounts.text_size"}
)


class _Nobody:
    """Whom a refused sign-in is about when no account has that name: it is recorded alike, and takes as long."""

    subject_kind = Account.subject_kind
    id = 0


def sign_in(login_name: str, password: str, *, now: datetime) -> Account:
    """The account of the right name and password: its session is open, unless it still has to give a code.

    Raises `TooMany` while name or source is braked or too many sign in at once, `Invalid` when name or password is
    wrong (without saying which).  The failure is kept: it must survive the refusal.
    """
    account = account_named(login_name)
    guesses = guesses_at("password", login_name, account)
    guesses.must_be_open(now=now)
    kept_hash = account.password_hash if account else None
    db.session.rollback()
    is_right = password_is_right(password, kept_hash, is_known=guesses.is_known)
    begin_writing()
    guesses.must_be_open(now=now, locked=True)
    is_right = is_right and account is not None and account.password_hash == kept_hash
    if account is None or not is_right or not account.is_active:
        _note_failure(guesses, account, now)
        raise Invalid("登录名或者密码不对，请再看看大小写。")
    guesses.succeeded(now=now)
    if rules.first_password_is_over(account.first_password_until, must_change=account.must_change_password, now=now):
        raise NotNow("这个第一次用的密码放得太久，已经不能用了。请找管理员再给一个新的。")
    end_session_of_this_browser()
    return account if account.second_factor_at else open_session(account, now=now)


def _note_failure(guesses: Guesses, account: Account | None, now: datetime) -> None:
    guesses.failed(now=now)
    record("account:sign_in_refused", account or _Nobody(), None, now=now)
    db.session.commit()


def open_session(account: Account, *, now: datetime, detail: Mapping[str, object] | None = None) -> Account:
    """Open a session under a new key and know this browser again."""
    row = SignInSession(key=secrets.token_urlsafe(32), account_id=account.id, opened_at=now, seen_at=now)
    db.session.add(row)
    text_size = session.get("text_size")
    session.clear()
    if text_size:
        session["text_size"] = text_size
    account.session_key = row.key
    login_user(account)
    remember(mark_of_account(account))
    record("account:signed_in", account, account, now=now, detail=detail)
    return account


def renew_session(account: Account, *, now: datetime) -> None:
    """Give the open session another key, because it may do more from now on (ASVS 5.0 7.2.4)."""
    old = db.session.get(SignInSession, account.get_id(), populate_existing=True)
    if old is None:
        raise NotNow(ENDED_MEANWHILE)
    row = SignInSession(key=secrets.token_urlsafe(32), account_id=account.id, opened_at=old.opened_at, seen_at=now)
    db.session.delete(old)
    db.session.add(row)
    account.session_key = row.key
    login_user(account)
    remember(mark_of_account(account))


def end_after_guessing(account: Account, *, now: datetime) -> NoReturn:
    """End a session in which the old password was guessed too often: who sits there may not be who signed in."""
    with transaction():
        db.session.execute(delete(SignInSession).where(SignInSession.key == account.session_key))
        record("account:session_ended", account, account, now=now, detail={"why": "wrong passwords"})
    logout_user()
    session.clear()
    flash("现在的密码连着好几次都不对，为了安全已经退出登录。请重新登录；密码忘了，请找管理员。")
    abort(redirect(url_for("accounts.sign_in")))


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


def must_set_up_code(account: Account) -> bool:
    """Whether the account's role needs a second factor and it has none; never in the example town (ASVS 5.0 6.3.3)."""
    if account.second_factor_at is not None or account.role not in rules.WITH_SECOND_FACTOR:
        return False
    return bool(current_app.config["REQUIRE_SECOND_FACTOR"]) and not example_town_is_loaded()


def _code_before_anything_else() -> ResponseReturnValue | None:
    """Whoever must sign in with a code and has not set it up can do nothing but that."""
    if request.endpoint in OPEN_WITHOUT_CODE or not current_user.is_authenticated:
        return None
    if current_user.must_change_password or current_user.is_waiting or not must_set_up_code(current_user):
        return None
    return redirect(url_for("accounts.second_factor"))


def init_app(app: App) -> None:
    """Tell Flask-Login how to find the account behind a cookie; first its own password, then its code, then all."""
    login.user_loader(_load)
    app.before_request(_first_password_first)
    app.before_request(_code_before_anything_else)
    app.teardown_request(_note_seen)
    app.after_request(_move_text_size)


def remembered_text_size() -> str:
    """The size of the type for this page: the account's, else this browser's, else standard."""
    if current_user and current_user.is_authenticated:
        return str(current_user.text_size.value)
    kept = request.cookies.get(cookie_name(TEXT_SIZE)) or session.get(TEXT_SIZE)
    return str(kept if kept in set(TextSize) else TextSize.STANDARD.value)


def _move_text_size(response: Response) -> Response:
    """The size once stood in the sign-in cookie, which it made outlive the browser: it gets a cookie of its own."""
    if request.endpoint != "static" and (TEXT_SIZE in session or session.permanent):
        size = session.pop(TEXT_SIZE, "")
        session.permanent = False
        if size in set(TextSize) and cookie_name(TEXT_SIZE) not in request.cookies:
            keep_a_year(response, TEXT_SIZE, size)
    return response
