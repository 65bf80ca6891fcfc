"""Check a code of the second factor: each works once, and guessing is slowed like that of passwords."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.actions.guessing import guesses_at
from app.accounts.actions.passwords import password_is_right
from app.accounts.actions.second_factor import Given, read_code, step_of
from app.accounts.models import Account, RecoveryCode, SecondFactor
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import begin_writing

BY_APP, BY_SHEET = "code", "recovery code"
WRONG = "这个码不对，或者已经用过了。手机上的码每半分钟换一个，请填最新的；备用码每个只能用一次。"


def check_code(account: Account, typed: str, *, now: datetime) -> str:
    """By which of the two ways the code was right; it is used up.  Leaves the session in its writing transaction.

    Raises `Invalid` for a wrong or used one, which is counted and kept, and `TooMany` while guessing is braked.
    """
    guesses, given = guesses_at("code", account.login_name, account), read_code(typed)
    guesses.must_be_open(now=now)
    of_sheet = _matching(account.id, given, is_known=guesses.is_known)
    begin_writing()
    guesses.must_be_open(now=now, locked=True)
    way = _use(account.id, given, of_sheet, now=now)
    if way is None:
        guesses.failed(now=now)
        record("account:one_time_code_refused", account, None, now=now)
        db.session.commit()
        raise Invalid("验证码不对，这次没有办成。", {"code": WRONG, "one_time_code": WRONG})
    guesses.succeeded(now=now)
    if way == BY_SHEET:
        record("account:recovery_code_used", account, account, now=now)
    return way


def _matching(account_id: int, given: Given | None, *, is_known: bool) -> int | None:
    """The id of the sheet's code that was typed, used or not; nothing is written while it is hashed."""
    if given is None or given.position < 0:
        return None
    found = select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.position == given.position)
    row = db.session.scalar(found)
    code_id, code_hash = (row.id, row.code_hash) if row is not None else (None, None)
    db.session.rollback()
    return code_id if password_is_right(given.letters, code_hash, is_known=is_known) else None


def _use(account_id: int, given: Given | None, of_sheet: int | None, *, now: datetime) -> str | None:
    """Use the code up, under a lock, so that of two tries at the same moment one is too late."""
    kept = db.session.get(SecondFactor, account_id, with_for_update=True, populate_existing=True)
    if kept is None or given is None:
        return None
    if given.digits:
        step = step_of(kept.secret, given.digits, after=kept.last_step, now=now)
        if step is None:
            return None
        kept.last_step = step
        return BY_APP
    row = db.session.get(RecoveryCode, of_sheet, populate_existing=True) if of_sheet else None
    if row is None or row.used_at is not None:
        return None
    row.used_at = now
    return BY_SHEET
