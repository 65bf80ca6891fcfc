"""Reads of the town."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import exists, func, or_, select

from app.core.db import db
from app.core.errors import NotFound
from app.core.ownership import owned_by
from app.core.permissions import Actor
from app.core.terms import Level
from app.organisations.models import (
    OFFICE_KIND_NAMES,
    Body,
    ClanHousehold,
    Coverage,
    Household,
    Membership,
    Office,
    OfficeKind,
    Person,
    TownFact,
    Village,
)


def get_body(body_id: int) -> Body:
    """A body by id.  Raises `NotFound`."""
    body = db.session.get(Body, body_id)
    if body is None:
        raise NotFound("没有这个调解组织。")
    return body


def town_committee() -> Body:
    """The town's mediation committee."""
    return db.session.scalars(select(Body).where(Body.level == Level.TOWN)).one()


def office_of_kind(kind: OfficeKind) -> Office:
    """The one office of this kind: the government, the desk, the discipline office.  Raises `NotFound`."""
    office = db.session.scalar(select(Office).where(Office.kind == kind).order_by(Office.id).limit(1))
    if office is None:
        raise NotFound(f"还没有登记{OFFICE_KIND_NAMES[kind]}，请管理员先在系统里建好。")
    return office


def get_office(office_id: int) -> Office:
    """An office by id.  Raises `NotFound`."""
    office = db.session.get(Office, office_id)
    if office is None:
        raise NotFound("没有这个单位。")
    return office


def offices() -> Sequence[Office]:
    """Every office: government, desk, stations, discipline, then the villages in the town's own order."""
    kinds = (OfficeKind.GOVERNMENT, OfficeKind.DESK, OfficeKind.STATION, OfficeKind.DISCIPLINE, OfficeKind.VILLAGE)
    found = select(Office).outerjoin(Village).order_by(Village.position, Office.id)
    return sorted(db.session.scalars(found), key=lambda office: kinds.index(office.kind))


def handling_offices() -> Sequence[Office]:
    """Where work can be assigned: the desk itself, stations, villages; stations first."""
    kinds = (OfficeKind.STATION, OfficeKind.DESK, OfficeKind.VILLAGE)
    found = db.session.scalars(select(Office).where(Office.kind.in_(kinds)).order_by(Office.id))
    return sorted(found, key=lambda office: kinds.index(office.kind))


def bodies_at(level: Level, village_id: int) -> Sequence[Body]:
    """The bodies on a rung that serve a village, by name; the town's one body serves every village."""
    found = select(Body).where(Body.level == level).order_by(Body.name)
    if level is not Level.TOWN:
        found = found.where(Body.village_id == village_id)
    return db.session.scalars(found).all()


def body_covering(level: Level, village_id: int, household_id: int | None) -> Body:
    """The body on a rung for a household of a village: the one that covers it, else the village's first.

    The proposal is confirmed by a person.
    """
    candidates = bodies_at(level, village_id)
    if not candidates:
        raise NotFound("这个村没有这一级的调解组织，请选别的一级。")
    household = db.session.get(Household, household_id) if household_id else None
    if household is not None:
        covers = or_(
            exists().where(ClanHousehold.body_id == Body.id, ClanHousehold.household_id == household.id),
            exists().where(Coverage.body_id == Body.id, Coverage.resident_group_id == household.resident_group_id),
        )
        ids = [body.id for body in candidates]
        covering = db.session.scalars(select(Body).where(Body.id.in_(ids), covers).order_by(Body.id)).first()
        if covering is not None:
            return covering
    return candidates[0]


def villages() -> Sequence[Village]:
    """All villages in the town's own order."""
    return db.session.scalars(select(Village).order_by(Village.position)).all()


def counts_by_level() -> dict[Level, int]:
    """How many bodies stand on each rung."""
    rows = db.session.execute(select(Body.level, func.count()).group_by(Body.level)).all()
    return {row[0]: row[1] for row in rows}


def members_of(body_id: int) -> Sequence[Membership]:
    """A body's sitting members, head first."""
    found = select(Membership).where(Membership.body_id == body_id, Membership.ended_on.is_(None))
    return db.session.scalars(found.order_by(Membership.post != "head", Membership.id)).all()


def people_with_id_number_index(index: str) -> Sequence[Person]:
    """People whose ID number has this blind index."""
    return db.session.scalars(select(Person).where(Person.id_number_index == index)).all()


def fact(name: str) -> str | None:
    """A fact about the installation, or None."""
    return db.session.scalar(select(TownFact.value).where(TownFact.name == name))


def example_town_is_loaded() -> bool:
    """Whether the data are the fictional example (banner 「示例数据」)."""
    return fact("example_town") == "yes"


def visible_bodies(actor: Actor) -> Sequence[Body]:
    """The bodies an account lists: its own committee's and the town's; wide roles list all."""
    found = select(Body).order_by(Body.village_id, Body.level.desc(), Body.name)
    if actor.committee_id is not None:
        own = or_(owned_by(Body.id, actor.committee_id), owned_by(Body.committee_id, actor.committee_id))
        found = found.where(or_(own, Body.level == Level.TOWN))
    return db.session.scalars(found).all()
