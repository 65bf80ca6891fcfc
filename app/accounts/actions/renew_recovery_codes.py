"""A new sheet of recovery codes: the old one is used up, lost, or was seen by somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.accounts.actions.change_password import own_password_is_right
from app.accounts.actions.check_code import check_code
from app.accounts.actions.passwords import hash_password
from app.accounts.actions.set_up_second_factor import keep_sheet, letters_of
from app.accounts.models import Account
from app.audit.actions.record import record


def renew_recovery_codes(account: Account, *, sheet: Sequence[str], password: str, code: str, now: datetime) -> None:
    """Keep the hashes of a new sheet.  Raises what asking for the password and a code raises."""
    own_password_is_right(account, password, field="password", now=now)
    hashes = [hash_password(letters_of(one)) for one in sheet]
    check_code(account, code, now=now)
    keep_sheet(account, hashes)
    record("account:recovery_codes_renewed", account, account, now=now)
