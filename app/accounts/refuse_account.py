"""Refuse an account that waits for a second person: it is closed."""

from __future__ import annotations

from datetime import datetime

from app.accounts.end_access import end_sessions, forget_drafts
from app.accounts.models import Account, Outcome
from app.accounts.queries import locked_confirmation
from app.accounts.second_person import must_be_second_person
from app.accounts.tell_of_account import described, facts_of, tell_keepers
from app.audit.record import record
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
    account.disabled_at = now
    request.outcome, request.decided_by_id, request.decided_at = Outcome.REFUSED, actor.id, now
    request.reason = reason.strip()
    end_sessions(account, now=now)
    forget_drafts(account)
    tell_keepers(account, f"没有核准{described(account)}的账号，账号停了", deed="refused", actor=actor, now=now)
    record("account:refused", account, actor, now=now, detail=facts_of(account) | {"reason": request.reason})
