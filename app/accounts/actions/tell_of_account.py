"""Tell those who keep watch of what was done to an account, and its owner of what concerns him."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from app.accounts.models import Account
from app.accounts.registry import News, registry
from app.accounts.rules import AT_THE_COMPUTER, DISCIPLINE_HEAD, TOLD_TO_OFFICERS
from app.core.db import db
from app.core.permissions import ROLE_NAMES, Actor, Role


def described(account: Account) -> str:
    """``纪检干部纪书记（discipline）``: whose account it is, as notices and pages say it."""
    role = DISCIPLINE_HEAD if account.is_discipline_head else ROLE_NAMES[account.role]
    return f"{role}{account.display_name}（{account.login_name}）"


def facts_of(account: Account) -> dict[str, object]:
    """What the trail keeps beside each action on an account, so that its page needs no guessing later."""
    return {"role": account.role.value, "login_name": account.login_name, "place": account.place_name}


def tell_keepers(account: Account, sentence: str, *, action: str, actor: Actor | None, now: datetime) -> None:
    """Tell every administrator, and of officers' and administrators' accounts every officer of the closed room too.

    Whoever did it is told as well: somebody else may sit in his session.  The owner is told by `tell_owner`.
    `sentence` goes on after who did it.
    """
    who = actor.display_name if actor else AT_THE_COMPUTER
    registry.tell(_keepers(account), _news(account, f"{who}{sentence}。", f"{action}:keepers", now))


def tell_owner(account: Account, sentence: str, *, action: str, now: datetime) -> None:
    """Tell the person whose account it is."""
    registry.tell([account.id], _news(account, sentence, action, now))


def _news(account: Account, text: str, what: str, now: datetime) -> News:
    return News(key=f"account:{account.id}:{what}:{now:%Y%m%d%H%M%S%f}", text=text, account_id=account.id, now=now)


def _keepers(account: Account) -> list[int]:
    wanted = Account.role == Role.ADMINISTRATOR
    if account.role in TOLD_TO_OFFICERS:
        wanted = or_(wanted, Account.role.in_([Role.DISCIPLINE_OFFICER, Role.PARTY_SECRETARY]))
    found = select(Account.id, Account.role).where(wanted, Account.disabled_at.is_(None))
    found = found.where(Account.id != account.id)
    keepers = {row.id: row.role for row in db.session.execute(found.order_by(Account.id))}
    if account.role in TOLD_TO_OFFICERS and set(keepers.values()) <= {Role.ADMINISTRATOR}:
        watching = select(Account.id).where(Account.role == Role.JUSTICE_OFFICE, Account.disabled_at.is_(None))
        return [*keepers, *db.session.scalars(watching.order_by(Account.id))]
    return list(keepers)
