"""Confirm an account that waits for a second person."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.second_person import must_be_second_person
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers, tell_owner
from app.accounts.models import Account, Outcome
from app.accounts.queries import locked_confirmation
from app.audit.actions.record import record
from app.core.errors import NotNow


def confirm_account(account: Account, *, actor: Account, now: datetime, shown: str | None = None) -> None:
    """The account works from now on.

    Raises `NotNow` when nobody waits for it, or its owner has not yet put his own password in the place of the first
    (until then whoever drew it could come in with it); `NotAllowed` for anybody but the second person.
    """
    request = locked_confirmation(account.id)
    must_be_second_person(account, request, actor)
    if shown is not None and shown != request.public_id:
        raise NotNow("这个账号刚才又有人动过。请重新打开这一页看清楚，当面问过本人，再核准。")
    if account.must_change_password:
        raise NotNow(f"{account.display_name}还没有自己登录、换成自己的密码。等换好了，再当面问过本人，然后核准。")
    account.is_waiting = False
    account.is_discipline_head = request.as_head
    request.outcome, request.decided_by_id, request.decided_at = Outcome.CONFIRMED, actor.id, now
    tell_keepers(account, f"核准了{described(account)}的账号", action="confirmed", actor=actor, now=now)
    tell_owner(account, f"您的账号{actor.display_name}核准了，可以用了。", action="confirmed", now=now)
    record("account:confirmed", account, actor, now=now, detail=facts_of(account))
