"""A claim turns out to be an accusation (检举控告, 第30条): it leaves this room for the closed one, without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, select, update

from app.accounts.actions.forget_draft import forget_drafts_naming
from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.audit.actions.erase import erase_contents
from app.core.db import Model, db
from app.core.errors import NotNow
from app.core.permissions import Actor, Permission, Subject
from app.deadlines.models import Deadline, DeadlineTrail
from app.matters.actions.join_people import forget_joins
from app.matters.actions.link import forget_links
from app.matters.actions.project import erase as erase_matter
from app.matters.actions.tell import forget, forget_rows
from app.matters.models.corrections import Correction
from app.matters.models.voided import VoidedMatter
from app.matters.queries.corrections import corrections_of
from app.matters.queries.voided import doubles_of
from app.notifications.models import Notice
from app.petitions.actions.carry_files import carry_files
from app.petitions.actions.handling import must_may
from app.petitions.actions.register_petition import title_of
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import Letter, MajorReport, ObjectionAnswer, Supervision
from app.petitions.queries import claim_by_id, joined_to, letters_of
from app.petitions.rules.decisions import accusation_fault
from app.petitions.terms import CHANNEL_NAMES
from app.processes.actions.forget_flows import forget_flows
from app.processes.actions.raise_event import locked_process
from app.processes.models import Task

Row = TypeVar("Row", bound=Model)


def seal_claim(claim: Claim, *, accused: str, accused_unit: str, actor: Actor, now: datetime, story: str = "") -> None:
    """Hand the claim to the closed domain and take it, its steps, clocks and notices out of this one.

    When it was the petition's only claim, the petition goes with it; else `story` is what of the facts belongs to the
    claims that stay (their requests alone, when nothing is given).  Claims joined to it are the same matter and go the
    same way, and registrations that were voided because they were this petition a second time; the files of a petition
    go with the first claim that leaves it.  Raises `NotAllowed` for anybody but the desk, `NotNow` once it was decided,
    or a letter about it was numbered.
    """
    must_may(actor, Permission.PETITION_REGISTER)
    locked_process(claim)
    is_told = any(one.number is not None for one in letters_of(claim.id))
    fault = accusation_fault(claim.status, has_numbered_letter=is_told)
    if fault:
        raise NotNow(fault)
    same = [*joined_to(claim), claim]
    for one in (*_voided_for(same), *same):
        petition = one.petition
        number = seal_accusation(_intake(one, accused, accused_unit), actor=actor, now=now)
        carry_files(one, number)
        forget_drafts_naming({petition.public_id, one.public_id})
        remove_claim(one, actor=actor, now=now)
        _forget_corrections(petition)
        if petition.claims:
            _close_up(petition, story if one is claim else "")
        else:
            remove_petition(petition, actor=actor, now=now)


def _voided_for(claims: Sequence[Claim]) -> list[Claim]:
    """The claims of registrations that were voided as doubles of the petitions of these claims."""
    stay = {one.id: one for claim in claims for one in claim.petition.claims}
    kept = [row for one in stay.values() for row in doubles_of(one.subject_kind, one.id)]
    return [claim_by_id(row.subject_id) for row in kept]


def _intake(claim: Claim, accused: str, accused_unit: str) -> AccusationIntake:
    petition = claim.petition
    return AccusationIntake(
        channel=CHANNEL_NAMES[petition.channel],
        received_on=petition.received_on,
        transferred_by=petition.transferred_by,
        accusers=tuple(
            Accuser(one.name, one.id_number, one.phone, one.address, one.document_kind) for one in petition.petitioners
        ),
        text=f"{claim.request}\n{petition.story}",
        accused=accused,
        accused_unit=accused_unit,
        spoken_by=petition.spoken_by,
    )


def remove_claim(claim: Claim, *, actor: Actor, now: datetime) -> None:
    """Take every row of an undecided claim away: what was told, steps, flow, timers, periods, notices, drafts, itself.

    What the trail says of them is erased (`app.audit.actions.erase`); that they were there, and who typed them, stays.
    """
    kind, key, petition = claim.subject_kind, claim.id, claim.petition
    db.session.flush()
    periods = _rows(Deadline, Deadline.subject_kind == kind, Deadline.subject_id == key)
    letters = _rows(Letter, Letter.claim_id == key, Letter.number.is_(None))
    subjects: list[Subject] = [claim, *map(DeadlineTrail, periods), *letters]
    for subject in subjects:
        erase_contents(subject, actor=actor, now=now)
    forget_flows(kind, [key])
    forget_flows(Letter.subject_kind, [one.id for one in letters])
    for supervision in _rows(Supervision, Supervision.claim_id == key):
        supervision.claim_id = None
    for row in (*letters, *_rows(ObjectionAnswer, ObjectionAnswer.claim_id == key)):
        db.session.delete(row)
    db.session.flush()
    for period in periods:
        db.session.delete(period)
    db.session.execute(delete(Notice).where(Notice.subject_kind == kind, Notice.subject_id == key))
    forget(kind, key)
    own = (VoidedMatter.subject_kind == kind) & (VoidedMatter.subject_id == key)
    for row in _rows(VoidedMatter, own | ((VoidedMatter.instead_kind == kind) & (VoidedMatter.instead_id == key))):
        db.session.delete(row)
    erase_matter(kind, key)
    db.session.delete(claim)
    db.session.flush()
    db.session.expire(petition, ["claims"])


def _rows(model: type[Row], *about: ColumnElement[bool]) -> Sequence[Row]:
    return db.session.scalars(select(model).where(*about)).all()


def _forget_corrections(petition: Petition) -> None:
    """What was put right tells who accuses and of what: the texts once written go too, and with the petition all."""
    kept = corrections_of(petition.subject_kind, petition.id)
    gone = [row for row in kept if not petition.claims or row.field == "story" or row.field.endswith("·request")]
    forget_rows(Correction, [row.id for row in gone])
    for row in gone:
        db.session.delete(row)
    db.session.flush()


def _close_up(petition: Petition, story: str) -> None:
    """The claims that stay move together, so that no number is missing; title and facts say nothing of what left.

    One whose number stands on a sealed letter keeps it, and so do all of them.
    """
    moved = [(place, one) for place, one in enumerate(petition.claims, start=1) if one.position != place]
    if any(letter.number is not None for _, one in moved for letter in letters_of(one.id)):
        moved = []
    for place, one in moved:
        one.position = place
        db.session.flush()
        mine = (Task.matter_kind == one.subject_kind, Task.matter_id == one.id)
        db.session.execute(update(Task).where(*mine).values(number=one.number))
    petition.story = story.strip() or "\n".join(one.request for one in petition.claims)
    petition.title = title_of(petition.petitioners[0].name, petition.claims[0].request)
    db.session.flush()


def remove_petition(petition: Petition, *, actor: Actor, now: datetime) -> None:
    """Take a petition without claims away; a later one of the same people is then no repeat of it."""
    erase_contents(petition, actor=actor, now=now)
    for repeat in _rows(Petition, Petition.repeats_id == petition.id):
        repeat.repeats_id = None
    reports = _rows(MajorReport, MajorReport.petition_id == petition.id)
    people = _rows(Petitioner, Petitioner.petition_id == petition.id)
    forget_joins([one.id for one in people])
    forget_links(petition.subject_kind, petition.id)
    mine = (Notice.subject_kind == petition.subject_kind, Notice.subject_id == petition.id)
    db.session.execute(delete(Notice).where(*mine))
    for row in (*people, *reports):
        db.session.delete(row)
    db.session.flush()
    db.session.expire(petition)
    forget(petition.subject_kind, petition.id)
    erase_matter(petition.subject_kind, petition.id)
    db.session.delete(petition)
    db.session.flush()
