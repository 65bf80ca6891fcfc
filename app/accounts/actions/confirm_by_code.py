"""The owner of a waiting account types the code from the countersigned sheet: the account works from then on."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from app.accounts.actions.passwords import password_is_right
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account, Outcome
from app.accounts.queries import locked_confirmation
from app.audit.actions.record import record
from app.core.errors import NotNow


def confirm_by_code(account: Account, code: str, *, most_wrong: int, now: datetime) -> bool:
    """Whether the code is right; then the account works.  A wrong one is counted, so the caller commits it too.

    Raises `NotNow` when no code is out, when it is too old, or when too many wrong ones were typed: a new sheet must be
    printed then; and as long as the first password was not changed.
    """
    request = locked_confirmation(account.id)
    if account.must_change_password:
        raise NotNow("请先换成自己的密码，再输核准码。")
    if request.code_hash is None or request.code_until is None:
        raise NotNow("这个账号没有打印过核准码，等核准就行。")
    if now > request.code_until or request.wrong_codes >= most_wrong:
        raise NotNow("这张核准单过期了，或者输错的次数太多。请到装系统的电脑上重新打印一张，重新签字。")
    if not password_is_right(_as_printed(code), request.code_hash):
        request.wrong_codes += 1
        record("account:code_refused", account, account, now=now, detail=facts_of(account))
        return False
    account.is_waiting = False
    account.is_discipline_head = request.as_head
    request.outcome, request.decided_at = Outcome.BY_CODE, now
    tell_keepers(account, f"用签过字的核准码启用了{described(account)}的账号", action="by_code", actor=account, now=now)
    record("account:confirmed_by_code", account, account, now=now, detail=facts_of(account))
    return True


def _as_printed(typed: str) -> str:
    """Letters and digits in groups of four, however they were typed: full-width, in capitals, with other dashes."""
    plain = re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKC", typed).lower())
    return "-".join(plain[place : place + 4] for place in range(0, len(plain), 4))
