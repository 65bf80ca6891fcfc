"""Reads of cases; every list is narrowed to what the account may see."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.cases.models import Case, CaseMediator, CaseNumber, LevelStay, Party
from app.cases.models.records import (
    HelpInvitation,
    MediationSession,
    Move,
    MoveKind,
    RightsTold,
    Termination,
)
from app.cases.queries.sight import visible_to
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor

OUT_OF_SIGHT = "没有找到这件，或者它不是您村的。要看别村的案件，请找司法所。"


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
