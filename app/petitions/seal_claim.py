"""A claim turns out to be an accusation (检举控告, 第30条): it leaves this room for the closed one, without a trace."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select

from app.accusations.intake import AccusationIntake, Accuser
from app.accusations.seal import seal_accusation
from app.core.db import db
from app.core.errors import NotNow
from app.core.permissions import Actor
from app.deadlines.models import Deadline
from app.notifications.models import Notice
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.terms import CHANNEL_NAMES, ClaimStatus
from app.processes.models import Process, Task, Timer
from app.processes.raise_event import locked_process


def seal_claim(claim: Claim, *, accused: str, accused_unit: str, actor: Actor, now: datetime) -> None:
    """Hand the claim to the closed domain and take it, its steps, clocks and notices out of this one.

    When it was the petition's only claim, the petition goes with it.  Raises `NotNow` once it was decided.
    """
    locked_process(claim)
    if claim.status not in (ClaimStatus.SORTING, ClaimStatus.DECIDING):
        raise NotNow("这一项已经往下办了，不能再改成检举控告；新反映的请另外登记。")
    petition = claim.petition
    intake = AccusationIntake(
        channel=CHANNEL_NAMES[petition.channel],
        received_on=petition.received_on,
        transferred_by=petition.transferred_by,
        accusers=tuple(
            Accuser(name=one.name, id_number=one.id_number, phone=one.phone, address=one.address)
            for one in petition.petitioners
        ),
        text=f"{claim.request}\n{petition.story}",
        accused=accused,
        accused_unit=accused_unit,
        spoken_by=petition.spoken_by,
    )
    seal_accusation(intake, actor=actor, now=now)
    remove_claim(claim)
    if not petition.claims:
        remove_petition(petition)


def remove_claim(claim: Claim) -> None:
    """Take every row of an undecided claim away: steps, flow, timers, periods, notices, and itself."""
    kind, key, petition = claim.subject_kind, claim.id, claim.petition
    db.session.flush()
    flows = select(Process.id).where(Process.subject_kind == kind, Process.subject_id == key).scalar_subquery()
    db.session.execute(delete(Task).where(Task.subject_kind == kind, Task.subject_id == key))
    db.session.execute(delete(Timer).where(Timer.process_id == flows))
    db.session.execute(delete(Process).where(Process.subject_kind == kind, Process.subject_id == key))
    db.session.execute(delete(Deadline).where(Deadline.subject_kind == kind, Deadline.subject_id == key))
    db.session.execute(delete(Notice).where(Notice.subject_kind == kind, Notice.subject_id == key))
    db.session.delete(claim)
    db.session.flush()
    db.session.expire(petition, ["claims"])


def remove_petition(petition: Petition) -> None:
    """Take a petition without claims away."""
    db.session.execute(delete(Petitioner).where(Petitioner.petition_id == petition.id))
    db.session.expire(petition)
    db.session.delete(petition)
    db.session.flush()
