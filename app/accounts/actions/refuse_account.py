"""Refuse an account that waits for a second person: it is closed, unless only a new office was asked for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.actions.end_access import end_sessions, forget_drafts
from app.accounts.actions.second_person import must_be_second_person
from app.accounts.actions.tell_of_account import described, facts_of, tell_keepers
from app.accounts.models import Account, AskedFor, Confirmation, Outcome
from app.accounts.queries import locked_confirmation
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid


def refuse_account(account: Account, *, reason: str, actor: Account, now: datetime) -> None:
    """Close it with all it has open.

    Raises `Invalid` without a reason, `NotNow` when it does not wait (any more), `NotAllowed` for anybody but the
    second person.
    """
    request = locked_confirmation(account.id)
    must_be_second_person(account, request, actor)
    if not reason.strip():
        raise Invalid("没有写为什么，还没有停。", {"reason": "请写为什么不核准。"})
    if _only_as_head(account, request):
        account.is_waiting, what = False, "没有核准{}当镇纪委书记，他照旧是纪检干部"
    else:
        account.disabled_at, what = now, "没有核准{}的账号，账号停了"
        forget_drafts(account)
    request.outcome, request.decided_by_id, request.decided_at = Outcome.REFUSED, actor.id, now
    request.reason = reason.strip()
    end_sessions(account, now=now)
    tell_keepers(account, what.format(described(account)), action="refused", actor=actor, now=now)
    record("account:refused", account, actor, now=now, detail=facts_of(account) | {"reason": request.reason})


def _only_as_head(account: Account, request: Confirmation) -> bool:
    """Whether only a new office is refused: the account had worked before it was asked for."""
    before = select(Confirmation.outcome).where(Confirmation.account_id == account.id, Confirmation.id < request.id)
    last = db.session.scalar(before.order_by(Confirmation.id.desc()).limit(1))
    worked = last in {Outcome.CONFIRMED, Outcome.BY_CODE, Outcome.BEFORE_RULE}
    return request.asked_for is AskedFor.NAMED_HEAD and worked
