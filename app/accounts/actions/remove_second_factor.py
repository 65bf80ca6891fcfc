"""Remove a second factor that was lost, of somebody else: recorded, told, and the sessions end."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.end_access import end_sessions
from app.accounts.actions.guessing import release
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers, tell_owner
from app.accounts.actions.turn_off_second_factor import forget_second_factor
from app.accounts.models import Account
from app.accounts.rules import CONFIRMED_ROLES
from app.audit.actions.record import record
from app.core.errors import NotAllowed, NotNow
from app.core.permissions import Actor, is_anothers

OWN = "自己的验证码登录，请到“我的账号”里关；手机和备用码都没有了，请在装系统的电脑上用命令取消。"
CLOSED_ROOM = "纪检干部的验证码登录，只能在装系统的电脑上用命令取消，不能在网页上取消。"


def remove_second_factor(account: Account, *, actor: Actor | None, now: datetime) -> None:
    """Forget secret and sheet; `actor` is None at the office's own computer.

    Whoever could remove an officer's from a page could, with a new first password, enter the closed room (ADR 0010).
    So also while that password waits for the second person, when the account itself may do nothing.
    Raises `NotAllowed` for one's own and for the closed room's, `NotNow` when there is none.
    """
    if actor is not None and not is_anothers(actor, account):
        raise NotAllowed(OWN)
    if actor is not None and account.role in CONFIRMED_ROLES:
        raise NotAllowed(CLOSED_ROOM)
    if account.second_factor_at is None:
        raise NotNow("这个账号没有开验证码登录，不用取消。")
    forget_second_factor(account)
    end_sessions(account, now=now)
    release(account.login_name)
    action = "second_factor_removed"
    tell_owner(account, "您的验证码登录被取消了。要不是您自己要取消的，请马上告诉管理员。", action=action, now=now)
    tell_keepers(account, f"取消了{described(account)}的验证码登录", action=action, actor=actor, now=now)
    record("account:second_factor_removed", account, actor, now=now, detail=facts_of(account))
