"""See a petitioner's numbers in full, once, for a reason that is kept (个人信息保护法 第6条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.core.permissions import Actor, Permission
from app.core.reasons import needed_reason
from app.petitions.actions.handling import must_may
from app.petitions.models import Petition, Petitioner


def unmask(petition: Petition, petitioner: Petitioner, *, reason: str, actor: Actor, now: datetime) -> dict[str, str]:
    """ID number and phone in full, also of a petition that is over: the desk keeps the file.

    Raises `NotAllowed` for anybody but the desk, `Invalid` without a reason that says something.
    """
    must_may(actor, Permission.PETITION_UNMASK)
    said = needed_reason(reason)
    detail = {"petitioner": petitioner.id, "reason": said}
    record("petition:unmasked", petition, actor, now=now, detail=detail)
    return {petitioner.number_name: petitioner.id_number, "电话": petitioner.phone}
