"""Reads of cases; every list is narrowed to what the account may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true

from app.accounts.models import Account
from app.cases.models import Case, CaseMediator, CaseNumber, Handling, LevelStay, NameGram, Party
from app.cases.models.records import (
    Attachment,
    Correction,
    HelpInvitation,
    MediationSession,
    Move,
    MoveKind,
    PoliceReport,
    RightsTold,
    Termination,
)
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import NotFound
from app.core.listing import Asked, Choice, Day, Id, Order, Words
from app.core.name_grams import named, numbered_like
from app.core.ownership import owned_by
from app.core.permissions import Actor, Permission, Role, may
from app.core.terms import DisputeType
from app.deadlines.models import Deadline
from app.deadlines.queries import in_light, nearest
from app.deadlines.rules import Light
from app.mediators.models import PoolMember
from app.organisations.models import Body
from app.processes.queries import subjects_assigned_to

OUT_OF_SIGHT = "没有找到这件，或者它不是您村的。要看别村的案件，请找司法所。"


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Case` for what an account may see; nothing for a role without the right to see cases.

    司法所 reads all; an adviser what was laid before them; the petition desk the disputes it led to mediation; a
    committee what it handles, handled, or is asked to take over as long as it has not answered; a mediator besides what
    they work on or registered.
    """
    if not may(actor, Permission.CASE_SEE):
        return false()
    role = Role(actor.role)
    if role is Role.JUSTICE_OFFICE:
        return true()
    if role is Role.LEGAL_ADVISER:
        return Case.id.in_(subjects_assigned_to("case", actor.person_id))
    if role is Role.PETITION_CLERK:
        return or_(Case.typed_by_id == actor.id, Case.typed_by_id.in_(_typing_at(actor)))
    working = (
        select(CaseMediator.case_id)
        .join(PoolMember, PoolMember.id == CaseMediator.pool_member_id)
        .where(PoolMember.person_id == actor.person_id)
    )
    return or_(_of_committee(actor.committee_id), Case.id.in_(working), Case.typed_by_id == actor.id)


def _typing_at(actor: Actor) -> Select[int]:
    """Ids of the accounts of the actor's own office in the actor's own role."""
    return select(Account.id).where(owned_by(Account.office_id, actor.office_id), Account.role == actor.role)


def _of_committee(committee_id: int | None) -> ColumnElement[bool]:
    """What a committee handles, once handled, or is asked to take over by a letter that still waits for its answer."""
    handled = select(Handling.case_id).where(owned_by(Handling.committee_id, committee_id))
    receiving = or_(owned_by(Body.id, committee_id), owned_by(Body.committee_id, committee_id))
    waiting = (Move.kind == MoveKind.TRANSFER, Move.answered_at.is_(None))
    asked = select(Move.case_id).join(Body, Body.id == Move.to_body_id).where(receiving, *waiting)
    offered = and_(Case.status == CaseStatus.TRANSFERRING, Case.id.in_(asked))
    return or_(owned_by(Case.committee_id, committee_id), Case.id.in_(handled), offered)


def get_case(case_id: int, *, for_: Actor) -> Case:
    """A case the account may see.  Raises `NotFound` (a 404 also when it exists elsewhere)."""
    case = db.session.scalar(select(Case).where(Case.id == case_id, visible_to(for_)))
    if case is None:
        raise NotFound(OUT_OF_SIGHT)
    return case


def cases_numbered(number: str) -> Sequence[int]:
    """The ids of the cases to which a committee gave this number, also of one it voided."""
    return db.session.scalars(select(CaseNumber.case_id).where(CaseNumber.text == number)).all()


def case_by_id(case_id: int) -> Case:
    """A case for the flow's own use, without asking who looks."""
    return db.session.scalars(select(Case).where(Case.id == case_id)).one()


BY_DUE = "due"
"""The order of the list of cases in which the period that ends first comes first."""


@dataclass(frozen=True)
class Search(Asked):
    """What the list of cases is asked for."""

    words: Annotated[str, Words(60)] = ""
    village_id: Annotated[int | None, Id("village")] = None
    dispute_type: Annotated[DisputeType | None, Choice("type", DisputeType)] = None
    status: Annotated[CaseStatus | None, Choice("status", CaseStatus)] = None
    light: Annotated[Light | None, Choice("light", Light)] = None
    due_before: Annotated[date | None, Day("before")] = None
    order: Annotated[str, Order("sort", BY_DUE)] = ""


Found = tuple[list[tuple[Case, Deadline | None]], int]


def search(actor: Actor, wanted: Search, *, now: datetime, soon_at: datetime, page: int, size: int = 20) -> Found:
    """One page of visible cases with the period of each that ends first, and how many there are in all.

    Newest first, or by the unrolled end of that period; `soon_at` is the last moment that is 临期.
    """
    first = nearest("case")
    found = select(Case, Deadline).outerjoin(first, first.c.subject_id == Case.id)
    found = found.outerjoin(Deadline, Deadline.id == first.c.deadline_id).where(visible_to(actor))
    found = _matching(found, wanted)
    if wanted.light is not None:
        found = found.where(in_light(wanted.light, now=now, soon_at=soon_at))
    if wanted.due_before is not None:
        found = found.where(Deadline.due_on <= wanted.due_before)
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(Case.id).subquery())) or 0
    by_due = (Deadline.unrolled_at.is_(None), Deadline.unrolled_at) if wanted.order == BY_DUE else ()
    rows = found.order_by(*by_due, Case.registered_at.desc(), Case.id.desc()).offset((page - 1) * size).limit(size)
    return [(case, deadline) for case, deadline in db.session.execute(rows)], total


def _matching(found: Select[Case, Deadline], wanted: Search) -> Select[Case, Deadline]:
    if wanted.village_id:
        found = found.where(Case.village_id == wanted.village_id)
    if wanted.dispute_type:
        found = found.where(Case.dispute_type == wanted.dispute_type)
    if wanted.status:
        found = found.where(Case.status == wanted.status)
    if any(character.isdigit() for character in wanted.words):
        numbered = select(CaseNumber.case_id).where(numbered_like(CaseNumber.text, wanted.words))
        return found.where(Case.id.in_(numbered))
    return found.where(*named(Case.id, NameGram.case_id, NameGram.gram, wanted.words))


def stays_of(case_id: int) -> Sequence[LevelStay]:
    """The rungs a case stood on, in order."""
    return db.session.scalars(select(LevelStay).where(LevelStay.case_id == case_id).order_by(LevelStay.id)).all()


def sessions_of(case_id: int) -> Sequence[MediationSession]:
    """The sittings of a case, in order."""
    found = select(MediationSession).where(MediationSession.case_id == case_id)
    return db.session.scalars(found.order_by(MediationSession.ordinal)).all()


def moves_of(case_id: int) -> Sequence[Move]:
    """How a case went from body to body."""
    return db.session.scalars(select(Move).where(Move.case_id == case_id).order_by(Move.id)).all()


def open_transfer(case_id: int) -> Move | None:
    """The transfer letter that waits for an answer, if there is one."""
    found = select(Move).where(Move.case_id == case_id, Move.kind == MoveKind.TRANSFER, Move.answered_at.is_(None))
    return db.session.scalar(found.order_by(Move.id.desc()))


def termination_of(case_id: int) -> Termination | None:
    """How mediation ended, if it did."""
    return db.session.scalar(select(Termination).where(Termination.case_id == case_id))


def rights_told_of(case_id: int) -> Sequence[RightsTold]:
    """Who was told their rights, and how."""
    return db.session.scalars(select(RightsTold).where(RightsTold.case_id == case_id).order_by(RightsTold.id)).all()


def helpers_of(case_id: int) -> Sequence[HelpInvitation]:
    """Who was invited to help."""
    found = select(HelpInvitation).where(HelpInvitation.case_id == case_id)
    return db.session.scalars(found.order_by(HelpInvitation.id)).all()


def police_reports_of(case_id: int) -> Sequence[PoliceReport]:
    """Reports to the police."""
    return db.session.scalars(select(PoliceReport).where(PoliceReport.case_id == case_id)).all()


def corrections_of(case_id: int) -> Sequence[Correction]:
    """What was put right, old and new."""
    return db.session.scalars(select(Correction).where(Correction.case_id == case_id).order_by(Correction.id)).all()


def attachments_of(case_id: int) -> Sequence[Attachment]:
    """The files of a case."""
    return db.session.scalars(select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id)).all()


def get_attachment(case_id: int, attachment_id: int) -> Attachment:
    """A file of this very case.  Raises `NotFound`."""
    found = db.session.get(Attachment, attachment_id)
    if found is None or found.case_id != case_id:
        raise NotFound("没有这个附件。")
    return found


def mediators_of(case_id: int, *, only_current: bool = True) -> Sequence[CaseMediator]:
    """Who works on a case, the presiding mediator first."""
    found = select(CaseMediator).where(CaseMediator.case_id == case_id)
    if only_current:
        found = found.where(CaseMediator.until_on.is_(None))
    return db.session.scalars(found.order_by(CaseMediator.part != "presiding", CaseMediator.id)).all()


def numbers_of(case_id: int) -> Sequence[CaseNumber]:
    """Every number a case was given, voided ones too."""
    return db.session.scalars(select(CaseNumber).where(CaseNumber.case_id == case_id).order_by(CaseNumber.id)).all()


def get_party(case: Case, party_id: int) -> Party:
    """A party of this very case.  Raises `NotFound`."""
    for party in case.parties:
        if party.id == party_id:
            return party
    raise NotFound("这件里没有这位当事人。")
