"""Turn the second factor off: by whoever has it, with password and code; or by the administrator, when it is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from app.accounts.actions.change_password import own_password_is_right
from app.accounts.actions.check_code import check_code
from app.accounts.actions.end_access import delete_sessions
from app.accounts.models import Account, RecoveryCode, SecondFactor
from app.audit.actions.record import record
from app.core.db import db


def turn_off_second_factor(account: Account, *, password: str, code: str, now: datetime) -> None:
    """From now on the password alone is asked for.  Raises what asking for the password and a code raises."""
    own_password_is_right(account, password, field="password", now=now)
    check_code(account, code, now=now)
    forget_second_factor(account)
    delete_sessions(account, but=account.session_key)
    record("account:second_factor_turned_off", account, account, now=now)


def forget_second_factor(account: Account) -> None:
    """Secret and sheet are deleted: a factor that is set up later begins anew."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    account.second_factor_at = None
