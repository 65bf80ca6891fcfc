"""Reads of the pool; every list is narrowed to what the account may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.core.listing import Asked, Choice, PublicId, Words
from app.core.name_grams import named, sounding
from app.core.normalise import search_text
from app.core.permissions import Actor, Permission, may, sees_every_committee
from app.core.public_ids import key_from
from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES, DisputeType, PoolCategory
from app.mediators.models import Appointment, PoolMember, PoolSkill, PoolState
from app.mediators.rules import Candidate
from app.organisations.models import Body, Membership, Person, PersonGram, Village
from app.organisations.queries import town_committee, villages

OUT_OF_SIGHT = "没有找到这个人，或者他不是您村的。要请别村的人，请找镇调解中心。"


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `PoolMember` for whom an account lists.

    A village's accounts see their own village, whom their committee appointed, and the town's people; the town's own
    committee and the roles that stand at none see all; a role without the right to see the pool, or one that should
    stand at a committee and does not, sees nobody.
    """
    if not may(actor, Permission.MEDIATOR_SEE):
        return false()
    if sees_every_committee(actor):
        return true()
    body = db.session.get(Body, actor.committee_id) if actor.committee_id is not None else None
    if body is None or body.village_id is None:
        return true() if body is not None else false()
    appointed = exists().where(Appointment.pool_member_id == PoolMember.id, Appointment.committee_id == body.id)
    return or_(PoolMember.village_id == body.village_id, PoolMember.village_id.is_(None), appointed)


def get_member(member_id: int, *, for_: Actor) -> PoolMember:
    """A member the account may see.  Raises `NotFound`."""
    member = db.session.scalar(select(PoolMember).where(PoolMember.id == member_id, visible_to(for_)))
    if member is None:
        raise NotFound(OUT_OF_SIGHT)
    return member


@dataclass(frozen=True)
class PoolSearch(Asked):
    """What the list of the pool is asked for."""

    words: Annotated[str, Words(30)] = ""
    village: Annotated[str, PublicId("village")] = ""
    category: Annotated[PoolCategory | None, Choice("category", PoolCategory)] = None
    skill: Annotated[DisputeType | None, Choice("skill", DisputeType)] = None
    state: Annotated[PoolState | None, Choice("state", PoolState)] = None


def search_pool(actor: Actor, wanted: PoolSearch, *, page: int, size: int) -> tuple[Sequence[PoolMember], int]:
    """One page of visible members by village and name, and how many there are in all."""
    found = _matching(select(PoolMember).join(Person).where(visible_to(actor)), wanted)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    ordered = found.order_by(PoolMember.village_id.is_(None), PoolMember.village_id, Person.name, PoolMember.id)
    loading = (selectinload(PoolMember.skills), selectinload(PoolMember.village))
    return db.session.scalars(ordered.options(*loading).offset((page - 1) * size).limit(size)).all(), total


def _matching(found: Select[PoolMember], wanted: PoolSearch) -> Select[PoolMember]:
    if wanted.village:
        found = found.where(PoolMember.village_id == key_from(Village, wanted.village))
    if wanted.category:
        found = found.where(PoolMember.category == wanted.category)
    if wanted.state:
        found = found.where(PoolMember.state == wanted.state)
    if wanted.skill:
        found = found.where(
            exists().where(PoolSkill.pool_member_id == PoolMember.id, PoolSkill.dispute_type == wanted.skill)
        )
    return found.where(*map(_described_by, wanted.words.split()))


def _described_by(word: str) -> ColumnElement[bool]:
    """A part of a name, its initials or its sound; a village, a category or a kind of dispute by a part of its name."""
    name = (Person.id, PersonGram.person_id, PersonGram.gram)
    plain = search_text(word)
    places = [one.id for one in villages() if plain and plain in search_text(one.full_name)]
    categories = [one for one, words in POOL_CATEGORY_NAMES.items() if plain and plain in words]
    skills = [one for one, words in DISPUTE_TYPE_NAMES.items() if plain and plain in words]
    skilled = exists().where(PoolSkill.pool_member_id == PoolMember.id, PoolSkill.dispute_type.in_(skills))
    return or_(
        and_(true(), *named(*name, word)),
        sounding(*name, word),
        PoolMember.village_id.in_(places),
        PoolMember.category.in_(categories),
        skilled,
    )


def signs_for(committee_id: int, on: date) -> ColumnElement[bool]:
    """The condition on `PoolMember`: sits on the committee, or is appointed by it on that day (人民调解法 第13条).

    An expired term does not end a seat; an appointment whose last day has passed is over.
    """
    seat = exists().where(
        Membership.person_id == PoolMember.person_id,
        Membership.body_id == committee_id,
        Membership.ended_on.is_(None),
    )
    return or_(seat, _appointed(committee_id, on))


def members_signing_for(committee_id: int, on: date) -> Sequence[PoolMember]:
    """Everybody at work who may sign under a committee's seal on a day, by name."""
    found = select(PoolMember).join(Person).where(PoolMember.state == PoolState.ACTIVE, signs_for(committee_id, on))
    return db.session.scalars(found.order_by(Person.name, PoolMember.id)).all()


def _appointed(committee_id: int, on: date) -> ColumnElement[bool]:
    return exists().where(
        Appointment.pool_member_id == PoolMember.id,
        Appointment.committee_id == committee_id,
        Appointment.from_on <= on,
        or_(Appointment.until_on.is_(None), Appointment.until_on >= on),
    )


def may_sign_for(member_id: int, committee_id: int, on: date) -> bool:
    """Whether a member may sign as mediator under a committee's seal on a day."""
    found = select(PoolMember.id).where(PoolMember.id == member_id, signs_for(committee_id, on))
    return db.session.scalar(found) is not None


@dataclass(frozen=True)
class Whereabouts:
    """The body that mediates, the committee that seals, the village, the day."""

    body_id: int
    committee_id: int
    village_id: int
    on: date


def candidates_near(where: Whereabouts, *, loads: Mapping[int, int], words: str = "") -> list[Candidate]:
    """Whom a proposal looks at: the village's people, the town's, and whom the committee appointed.

    With `words`, everybody in the pool of that name instead.  `loads` says how many open cases a member has.
    """
    near = or_(
        PoolMember.village_id == where.village_id,
        PoolMember.village_id.is_(None),
        signs_for(where.committee_id, where.on),
    )
    described = and_(true(), *map(_described_by, words.split()))
    wanted = described if words.strip() else and_(near, PoolMember.state != PoolState.REMOVED)
    return _candidates(where, wanted, loads)


def candidates_by_id(where: Whereabouts, ids: Iterable[int], *, loads: Mapping[int, int]) -> list[Candidate]:
    """These members as candidates, whoever and wherever they are."""
    return _candidates(where, PoolMember.id.in_(sorted(ids)), loads)


def _candidates(where: Whereabouts, wanted: ColumnElement[bool], loads: Mapping[int, int]) -> list[Candidate]:
    on_body = exists().where(
        Membership.person_id == PoolMember.person_id,
        Membership.body_id == where.body_id,
        Membership.ended_on.is_(None),
    )
    found = (
        select(PoolMember, on_body, signs_for(where.committee_id, where.on))
        .join(Person)
        .where(wanted)
        .options(selectinload(PoolMember.skills))
        .order_by(PoolMember.id)
    )
    rows = db.session.execute(found).all()
    return [_candidate(member, sits, signs, loads.get(member.id, 0)) for member, sits, signs in rows]


def _candidate(member: PoolMember, sits_on_body: bool, may_sign: bool, open_cases: int) -> Candidate:
    return Candidate(
        id=member.id,
        person_id=member.person_id,
        name=member.person.name,
        category=member.category,
        village_id=member.village_id,
        household_id=member.person.household_id,
        is_guidance_only=member.is_guidance_only,
        is_suspended=member.state is PoolState.SUSPENDED,
        is_removed=member.state is PoolState.REMOVED,
        away_from=member.away_from,
        away_until=member.away_until,
        skills=frozenset(skill.dispute_type for skill in member.skills),
        grade=member.grade,
        hours_a_week=member.hours_a_week,
        open_cases=open_cases,
        sits_on_body=bool(sits_on_body),
        may_sign=bool(may_sign),
    )


def seats_of(person_id: int) -> Sequence[Membership]:
    """The seats a person holds now."""
    found = select(Membership).where(Membership.person_id == person_id, Membership.ended_on.is_(None))
    return db.session.scalars(found.order_by(Membership.body_id)).all()


def advisers_for(committee_id: int, on: date) -> Sequence[PoolMember]:
    """The legal advisers whom a committee appointed and who may be asked on a day; when it has none, the town's."""
    own = own_advisers(committee_id, on)
    return own or own_advisers(town_committee().id, on)


def own_advisers(committee_id: int, on: date) -> Sequence[PoolMember]:
    """The legal advisers whom a committee itself appointed and who may be asked on a day."""
    found = select(PoolMember).where(
        PoolMember.category == PoolCategory.LEGAL_ADVISER,
        PoolMember.state == PoolState.ACTIVE,
        _appointed(committee_id, on),
        or_(
            and_(PoolMember.away_from.is_(None), PoolMember.away_until.is_(None)),
            PoolMember.away_from > on,
            PoolMember.away_until < on,
        ),
    )
    return db.session.scalars(found.order_by(PoolMember.id)).all()
