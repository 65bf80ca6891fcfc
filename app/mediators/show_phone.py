"""Show a pool member's phone in full: for a reason, and on record (个人信息保护法 第6、51条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.record import record
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.mediators.models import PoolMember


def show_phone(member: PoolMember, *, reason: str, actor: Actor, now: datetime) -> str:
    """The phone, empty when none is known.  Raises `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid("请写明为什么要看。", {"reason": "请写明为什么要看。"})
    record("mediator:phone_shown", member, actor, now=now, detail={"reason": reason.strip()[:200]})
    return member.person.phone
