"""Take an accusation into the closed domain; whoever typed it has no way back to it."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from app.accusations.intake import AccusationIntake
from app.accusations.models import Accusation
from app.accusations.tell import accused_index, tell_domain
from app.audit.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.deadlines.open_deadline import open_deadline

REGION = "closed"


def seal_accusation(intake: AccusationIntake, *, actor: Actor, now: datetime) -> str:
    """Seal it and tell the domain's officers that something came.  Returns its number.

    The written notice within fifteen days (D2) runs inside the domain.  Raises `Invalid` without a text or an accused.
    """
    faults = {}
    if not intake.text.strip():
        faults["text"] = "请写检举控告的内容。"
    if not intake.accused.strip():
        faults["accused"] = "请写检举的是谁；不知道姓名的写单位和职务。"
    if intake.received_on > local(now).date():
        faults["received_on"] = "收到的日子还没有到。"
    if faults:
        raise Invalid("还缺一些。", faults)
    accusation = Accusation(
        number=_fresh_number(local(now).year),
        accused_index=accused_index(intake.accused),
        received_on=intake.received_on,
        sealed_at=now,
        sealed_by_id=actor.id,
    )
    accusation.seal({name: value for name, value in asdict(intake).items() if name != "received_on"})
    db.session.add(accusation)
    db.session.flush()
    open_deadline(accusation, "D2", starts=intake.received_on, region=REGION, committee_id=None, actor=actor, now=now)
    tell_domain(accusation, now=now)
    record("accusation:sealed", accusation, None, now=now)
    return accusation.number


def _fresh_number(year: int) -> str:
    while True:
        number = f"密{year}-{secrets.randbelow(900_000) + 100_000}"
        if db.session.scalar(select(Accusation.id).where(Accusation.number == number)) is None:
            return number
