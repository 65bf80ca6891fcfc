"""Who is the second person for an account that waits: never oneself, never who opened it or gave it a password."""

from __future__ import annotations

from app.accounts import rules
from app.accounts.models import Account, Confirmation
from app.accounts.queries import askers_of
from app.accounts.rules import Somebody
from app.core.errors import NotAllowed


def must_be_second_person(account: Account, request: Confirmation, actor: Account) -> None:
    """Raises `NotAllowed` unless the actor is who confirms this account."""
    fault = second_person_fault(account, request, actor)
    if fault:
        raise NotAllowed(fault)


def second_person_fault(account: Account, request: Confirmation, actor: Account) -> str:
    """Why the actor is not the second person for this account; empty when he is."""
    works = actor.is_active and not actor.is_waiting
    holds = rules.holds_the_office(actor.role, is_head=actor.is_discipline_head, as_head=request.as_head)
    return rules.second_person_fault(
        _somebody(actor),
        _somebody(account),
        askers=[_somebody(asker) for asker in askers_of(account.id)],
        holds_the_office=works and holds,
        as_head=request.as_head,
    )


def _somebody(account: Account) -> Somebody:
    return Somebody(account.id, account.person_id, account.display_name)
