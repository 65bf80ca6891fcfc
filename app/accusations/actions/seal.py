"""Take an accusation into the closed domain; whoever typed it has no way back to it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from app.accusations.actions.intake import AccusationIntake
from app.accusations.actions.tell import tell_domain
from app.accusations.actions.tell_accuser import NOTICE
from app.accusations.models import Accusation
from app.accusations.rules import is_reachable
from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.core.numbering import random_number
from app.core.permissions import Actor
from app.deadlines.actions.finish_deadline import close_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from workflows.periods.holidays import FIRST_YEAR

REGION = "closed"


def seal_accusation(intake: AccusationIntake, *, actor: Actor, now: datetime) -> str:
    """Seal it and tell the domain's officers that something came.  Returns its number.

    The written notice within fifteen days (D2) runs inside the domain; it has no object when nobody can be told.
    Raises `Invalid` without an accuser, a text or an accused, or for a day that cannot be.
    """
    faults = _faults(intake, now)
    if faults:
        raise Invalid("还缺一些。", faults)
    accusation = Accusation(
        number=_fresh_number(local(now).year),
        received_on=intake.received_on,
        sealed_at=now,
        sealed_by_id=actor.id,
    )
    accusation.seal({name: value for name, value in asdict(intake).items() if name != "received_on"})
    db.session.add(accusation)
    db.session.flush()
    open_deadline(accusation, NOTICE, starts=intake.received_on, region=REGION, committee_id=None, actor=actor, now=now)
    if not any(is_reachable(one.name, phone=one.phone, address=one.address) for one in intake.accusers):
        close_deadlines(accusation, actor=actor, now=now)
    tell_domain(accusation, now=now)
    record("accusation:sealed", accusation, actor, now=now)
    return accusation.number


def _faults(intake: AccusationIntake, now: datetime) -> dict[str, str]:
    faults = {}
    if not intake.accusers:
        faults["accusers"] = "至少要有一位检举人；匿名的，姓名空着。"
    if not intake.text.strip():
        faults["text"] = "请写检举控告的内容。"
    if not intake.accused.strip():
        faults["accused"] = "请写检举的是谁；不知道姓名的写单位和职务。"
    if intake.received_on > local(now).date():
        faults["received_on"] = "收到的日子还没有到。"
    elif intake.received_on.year < FIRST_YEAR:
        faults["received_on"] = f"请核对收到的日子，{FIRST_YEAR}年以前的录不了。"
    return faults


def _fresh_number(year: int) -> str:
    return random_number(Accusation.number, lambda digits: f"密{year}-{digits}")
