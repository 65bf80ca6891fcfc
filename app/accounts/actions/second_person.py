"""Who is the second person for an account that waits: never oneself, never who opened it or gave it a password."""

from __future__ import annotations

from app.accounts.models import Account, Confirmation
from app.accounts.queries import askers_of
from app.accounts.rules import Somebody, confirmer_name, holds_the_office
from app.core.errors import NotAllowed


def must_be_second_person(account: Account, request: Confirmation, actor: Account) -> None:
    """Raises `NotAllowed` unless the actor is who confirms this account."""
    fault = second_person_fault(account, request, actor)
    if fault:
        raise NotAllowed(fault)


def second_person_fault(account: Account, request: Confirmation, actor: Account) -> str:
    """Why the actor is not the second person for this account; empty when he is."""
    me, owner = _somebody(actor), _somebody(account)
    if me.is_same_human(owner) and actor.person_id != account.person_id:
        return "您和他同名，同名的不能互相核准。请在装系统的电脑上打印核准单，由别人签字。"
    if me.is_same_human(owner):
        return "自己的账号不能自己核准，换一个登录名也不行。"
    if any(me.is_same_human(_somebody(asker)) for asker in askers_of(account.id)):
        return "这个账号是您开的，或者密码是您换的，要由另一个人来核准。"
    may = holds_the_office(actor.role, is_head=actor.is_discipline_head, as_head=request.as_head)
    if not may or actor.is_waiting or not actor.is_active:
        return f"这个账号要由{confirmer_name(as_head=request.as_head)}来核准。"
    return ""


def _somebody(account: Account) -> Somebody:
    return Somebody(account.id, account.person_id, account.display_name)
