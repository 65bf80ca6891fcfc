"""Who opened, confirmed, closed or reset which account: read from the trail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account
from app.accounts.queries import accounts_by_id
from app.accounts.rules import AT_THE_COMPUTER
from app.audit.models import AuditEntry
from app.audit.queries import newest_entries
from app.core.permissions import ROLE_NAMES, Role

ACTIONS = {
    "account:opened": "开了账号",
    "account:confirmed": "核准了账号",
    "account:confirmed_by_code": "用签过字的核准码启用",
    "account:refused": "没有核准，停用",
    "account:disabled": "停用了账号",
    "account:first_password_given": "给了新的第一次密码",
    "account:code_drawn": "打印了核准码",
    "account:code_refused": "输错了核准码",
    "account:head_named": "要记为镇纪委书记",
    "account:unlocked": "试错太多，让他马上可以再试",
    "account:second_factor_removed": "取消了验证码登录",
    "account:second_factor_turned_off": "自己关掉了验证码登录",
}
"""Actions on accounts that the page lists, in words."""
GONE = "账号已经不在了"


@dataclass(frozen=True)
class Line:
    """One action as the page says it."""

    at: datetime
    action: str
    login_name: str
    name: str
    role: str
    place: str
    by: str
    reason: str


def account_history(*, page: int, size: int) -> tuple[list[Line], int]:
    """One page (from 1) of what was done to accounts, newest first, and how many there are."""
    entries, total = newest_entries(Account.subject_kind, ACTIONS, page=page, size=size)
    ids = {entry.subject_id for entry in entries} | {entry.account_id for entry in entries if entry.account_id}
    known = accounts_by_id(ids)
    return [_line(entry, known) for entry in entries], total


def _line(entry: AuditEntry, known: Mapping[int, Account]) -> Line:
    detail, account = json.loads(entry.detail), known.get(entry.subject_id)
    doer = known.get(entry.account_id) if entry.account_id is not None else None
    role = detail.get("role") or (account.role.value if account else "")
    return Line(
        at=entry.entered_at,
        action=ACTIONS[entry.deed],
        login_name=detail.get("login_name") or (account.login_name if account else ""),
        name=account.display_name if account else GONE,
        role=ROLE_NAMES[Role(role)] if role else "",
        place=detail.get("place") or detail.get("office") or (account.place_name if account else ""),
        by=_doer(entry, doer),
        reason=str(detail.get("reason", "")),
    )


def _doer(entry: AuditEntry, doer: Account | None) -> str:
    if entry.account_id is None:
        return AT_THE_COMPUTER
    return f"{doer.display_name}（{doer.login_name}）" if doer else GONE
