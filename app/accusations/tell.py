"""Tell the officers of the closed domain, and nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Account
from app.accusations.models import Accusation
from app.core.crypto import keys
from app.core.db import db
from app.core.permissions import Role
from app.notifications.models import NoticeKind
from app.notifications.notify import notify


def accused_index(name: str) -> str:
    """The keyed hash by which an officer of the accused's name is kept away."""
    return keys().blind_index("".join(name.split()), "accused")


def officers_for(accusation: Accusation) -> list[int]:
    """The accounts of the domain that may see this accusation: never one of the accused's name."""
    found = select(Account).where(Account.role == Role.DISCIPLINE_OFFICER, Account.disabled_at.is_(None))
    accounts = db.session.scalars(found.order_by(Account.id))
    return [one.id for one in accounts if accused_index(one.display_name) != accusation.accused_index]


def tell_domain(accusation: Accusation, *, now: datetime) -> None:
    """Something came under seal; the notice names nobody."""
    notify(
        officers_for(accusation),
        kind=NoticeKind.STEP,
        key=f"accusation:{accusation.id}",
        text=f"收到一件密封的检举控告（{accusation.number}），请登录办理。",
        subject_kind=accusation.subject_kind,
        subject_id=accusation.id,
        is_same_day=False,
        now=now,
    )
