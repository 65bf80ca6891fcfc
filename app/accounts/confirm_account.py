"""Confirm or refuse an account that waits for a second person."""

from __future__ import annotations

from datetime import datetime

from app.accounts.end_access import end_sessions
from app.accounts.models import Account, Confirmation, Outcome
from app.accounts.queries import askers_of, locked_confirmation
from app.accounts.rules import Somebody, confirmer_name, holds_the_office
from app.accounts.tell_of_account import described, facts_of, tell_keepers, tell_owner
from app.audit.record import record
from app.core.errors import Invalid, NotAllowed, NotNow


def confirm_account(account: Account, *, actor: Account, now: datetime) -> None:
    """The account works from now on.

    Raises `NotNow` when nobody waits for it, or its owner has not yet put his own password in the place of the first
    (until then whoever drew it could come in with it); `NotAllowed` for anybody but the second person.
    """
    request = locked_confirmation(account.id)
    must_be_second_person(account, request, actor)
    if account.must_change_password:
        raise NotNow(f"{account.display_name}还没有自己登录、换成自己的密码。等换好了，再当面问过本人，然后核准。")
    account.is_waiting = False
    account.is_discipline_head = request.as_head
    request.outcome, request.decided_by_id, request.decided_at = Outcome.CONFIRMED, actor.id, now
    tell_keepers(account, f"核准了{described(account)}的账号", deed="confirmed", actor=actor, now=now)
    tell_owner(account, f"您的账号{actor.display_name}核准了，可以用了。", deed="confirmed", now=now)
    record("account:confirmed", account, actor, now=now, detail=facts_of(account))


def refuse_account(account: Account, *, reason: str, actor: Account, now: datetime) -> None:
    """The account is closed.  Raises `Invalid` without a reason, `NotNow` and `NotAllowed` as confirming does."""
    request = locked_confirmation(account.id)
    must_be_second_person(account, request, actor)
    if not reason.strip():
        raise Invalid("没有写为什么，还没有停。", {"reason": "请写为什么不核准。"})
    account.disabled_at = now
    request.outcome, request.decided_by_id, request.decided_at = Outcome.REFUSED, actor.id, now
    request.reason = reason.strip()
    end_sessions(account, now=now)
    tell_keepers(account, f"没有核准{described(account)}的账号，账号停了", deed="refused", actor=actor, now=now)
    record("account:refused", account, actor, now=now, detail=facts_of(account) | {"reason": request.reason})


def must_be_second_person(account: Account, request: Confirmation, actor: Account) -> None:
    """Raises `NotAllowed` unless the actor is who confirms this account: never oneself, never who asked for it."""
    fault = second_person_fault(account, request, actor)
    if fault:
        raise NotAllowed(fault)


def second_person_fault(account: Account, request: Confirmation, actor: Account) -> str:
    """Why the actor is not the second person for this account; empty when he is."""
    me, owner = somebody(actor), somebody(account)
    if me.is_same_human(owner):
        return "自己的账号不能自己核准，换一个登录名也不行。"
    if any(me.is_same_human(somebody(asker)) for asker in askers_of(account.id)):
        return "这个账号是您开的，或者密码是您换的，要由另一个人来核准。"
    may = holds_the_office(actor.role, is_head=actor.is_discipline_head, as_head=request.as_head)
    if not may or actor.is_waiting or not actor.is_active:
        return f"这个账号要由{confirmer_name(as_head=request.as_head)}来核准。"
    return ""


def somebody(account: Account) -> Somebody:
    """The human being behind an account."""
    return Somebody(account.id, account.person_id, account.display_name)
