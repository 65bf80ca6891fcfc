"""Set up a second factor: password and one right code; from then on a code is asked for at every sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from app.accounts.actions.change_password import own_password_is_right
from app.accounts.actions.end_access import delete_sessions
from app.accounts.actions.guessing import guesses_at
from app.accounts.actions.passwords import hash_password
from app.accounts.actions.second_factor import read_code, step_of
from app.accounts.actions.sign_in import renew_session
from app.accounts.models import Account, RecoveryCode, SecondFactor
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import begin_writing, transaction

WRONG = "这个码和方块码对不上。请看手机上最新的六位数字再填；还不对，请看手机的时间准不准。"


def set_up_second_factor(
    account: Account, *, secret: str, sheet: Sequence[str], password: str, code: str, now: datetime
) -> None:
    """Keep the secret and the hashes of the sheet; this session goes on under another key, all others end.

    Raises `NotNow` when there is one already, `Invalid` with the field that is wrong, `TooMany` after many wrong codes.
    """
    own_password_is_right(account, password, field="password", now=now)
    guesses, given = guesses_at("code", account.login_name, account), read_code(code)
    guesses.must_be_open(now=now)
    step = step_of(secret, given.digits, after=0, now=now) if given and given.digits else None
    if step is None:
        with transaction():
            guesses.failed(now=now)
        raise Invalid("验证码不对，验证码登录还没有开。", {"code": WRONG})
    hashes = [hash_password(letters_of(one)) for one in sheet]
    begin_writing()
    if account.second_factor_at is not None:
        raise NotNow("验证码登录已经开了，不用再开一次。")
    guesses.succeeded(now=now)
    kept = SecondFactor(account_id=account.id, last_step=step, made_at=now)
    kept.seal(secret)
    db.session.add(kept)
    keep_sheet(account, hashes)
    account.second_factor_at = now
    delete_sessions(account, but=account.session_key)
    renew_session(account, now=now)
    record("account:second_factor_set_up", account, account, now=now)


def letters_of(printed: str) -> str:
    """What of a printed code is hashed: without its place and the dashes."""
    return printed.partition("-")[2].replace("-", "")


def keep_sheet(account: Account, hashes: Sequence[str]) -> None:
    """Put a new sheet in the place of the old one, none of whose codes works any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    rows = (RecoveryCode(account_id=account.id, position=place, code_hash=one) for place, one in enumerate(hashes))
    db.session.add_all(rows)
    db.session.flush()
