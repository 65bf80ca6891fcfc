"""Show a pool member's phone in full: for a reason, and on record (个人信息保护法 第6、51条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.permissions import Actor
from app.core.reasons import needed_reason
from app.mediators.models import PoolMember


def show_phone(member: PoolMember, *, reason: str, actor: Actor, now: datetime) -> str:
    """The phone, empty when none is known.  Raises `Invalid` without a reason that says something."""
    said = needed_reason(reason)
    record("mediator:phone_shown", member, actor, now=now, detail={"reason": said[:200]})
    return member.person.phone
