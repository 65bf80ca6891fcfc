"""Tell the officers of the closed domain, and nobody else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Account
from app.accusations.models import Accusation
from app.accusations.queries import accused_of
from app.accusations.rules import Accused, is_outside
from app.core import pages
from app.core.db import db
from app.core.permissions import Role
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind


def officers_free_of(accused: Accused) -> list[int]:
    """The officers' accounts that may know of an accusation: never the accused's own, nor one of the accused unit."""
    found = select(Account).where(Account.role == Role.DISCIPLINE_OFFICER, Account.disabled_at.is_(None))
    accounts = db.session.scalars(found.where(Account.is_waiting.is_(False)).order_by(Account.id))
    return [
        one.id
        for one in accounts
        if not is_outside(accused, name=one.display_name, office=one.office.name if one.office else "")
    ]


def officers_for(accusation: Accusation) -> list[int]:
    """The officers' accounts that may see this accusation."""
    return officers_free_of(accused_of(accusation))


def nobody_takes(*, accused: str, accused_unit: str) -> str:
    """What to say to whoever seals an accusation that no officer here may see; empty when somebody may."""
    if officers_free_of(Accused(accused, accused_unit)):
        return ""
    body = pages.setting_text("DISCIPLINE_BODY")
    return f"镇里没有可以办这一件的纪检干部，请把原件密封，直接送{body}。"


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
