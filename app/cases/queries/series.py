"""Which households' disputes belong to a dispute of many people, and who of it has one of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import selectinload

from app.cases.models import Case, Party
from app.cases.models.series import HouseholdCase
from app.cases.queries.sight import visible_to
from app.cases.rules.series import is_divided
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.normalise import same_name
from app.core.permissions import Actor
from app.matters.models.joins import Join


@dataclass(frozen=True)
class Household:
    """The dispute of a household, and on which side it stands."""

    case: Case
    side: int

    @property
    def people(self) -> list[Party]:
        """Who of the household takes part."""
        return [party for party in self.case.parties if party.side == self.side]

    @property
    def names(self) -> str:
        """``王甲、王乙``."""
        return "、".join(party.name for party in self.people)


def membership_of(case_id: int) -> HouseholdCase | None:
    """To which series a household's dispute belongs now; None when to none."""
    found = select(HouseholdCase).where(HouseholdCase.case_id == case_id, HouseholdCase.taken_out_at.is_(None))
    return db.session.scalar(found)


def households_of(series_id: int) -> Sequence[Household]:
    """The disputes of single households that belong to a dispute now, in the order they came; void ones not."""
    found = (
        select(Case, HouseholdCase.side)
        .join(HouseholdCase, HouseholdCase.case_id == Case.id)
        .where(HouseholdCase.series_id == series_id, HouseholdCase.taken_out_at.is_(None))
        .where(Case.status != CaseStatus.VOIDED)
        .order_by(Case.id)
        .options(selectinload(Case.parties), selectinload(Case.handlings))
    )
    return [Household(case, side) for case, side in db.session.execute(found)]


def series_seen(case_id: int, actor: Actor) -> Case | None:
    """The dispute that a household's belongs to, where the actor sees it."""
    member = membership_of(case_id)
    if member is None:
        return None
    return db.session.scalar(select(Case).where(Case.id == member.series_id, visible_to(actor)))


def ids_seen(cases: Sequence[Case], actor: Actor) -> frozenset[int]:
    """Of these disputes, those that the actor sees."""
    ids = [case.id for case in cases]
    seen = select(Case.id).where(Case.id.in_(ids), visible_to(actor))
    return frozenset(db.session.scalars(seen)) if ids else frozenset()


def apart_in(case: Case, households: Sequence[Household]) -> dict[int, Case]:
    """By party of a dispute, the household's dispute in which the same person stands on the household's side.

    The same is who was said to be, and within one series who bears the same name on the same side.
    """
    theirs = {party.id: one for one in households for party in one.people}
    mine = {party.id: party.side for party in case.parties}
    found: dict[int, Case] = {}
    for join in _joins(mine, theirs):
        one, other = (join.one_id, join.other_id) if join.one_id in mine else (join.other_id, join.one_id)
        if mine[one] == theirs[other].side:
            found[one] = theirs[other].case
    named = [(party, one) for one in households for party in one.people]
    for party in case.parties:
        by_name = (one for known, one in named if one.side == party.side and same_name(known.name, party.name))
        other_household = next(by_name, None)
        if other_household is not None:
            found.setdefault(party.id, other_household.case)
    return found


def _joins(mine: Collection[int], theirs: Collection[int]) -> Sequence[Join]:
    if not mine or not theirs:
        return ()
    ends = or_(
        and_(Join.one_id.in_(mine), Join.other_id.in_(theirs)), and_(Join.other_id.in_(mine), Join.one_id.in_(theirs))
    )
    return db.session.scalars(select(Join).where(Join.undone_at.is_(None), ends)).all()


def is_wholly_divided(case: Case) -> bool:
    """Whether everybody of one side has a dispute of their own."""
    apart = apart_in(case, households_of(case.id))
    return bool(apart) and is_divided({party.id: party.side for party in case.parties}, apart)
