"""A small town for tests: two villages with every rung, a pool of ten, one account of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from app.accounts.actions.passwords import hash_password
from app.accounts.models import Account
from app.core.db import db
from app.core.permissions import Role
from app.core.terms import DisputeType, Gender, Level, PoolCategory
from app.mediators.models import Appointment, PoolMember, PoolSkill
from app.organisations.models import (
    Body,
    ClanHousehold,
    Coverage,
    Household,
    Membership,
    Office,
    OfficeKind,
    Person,
    Post,
    ResidentGroup,
    Village,
)

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 23 November 2026, nine in the morning in Shanghai."""
PASSWORD = "correct horse battery"
REGION = "370304103"


@dataclass(frozen=True)
class Newcomer:
    """A pool member of the small town."""

    name: str
    gender: Gender
    category: PoolCategory
    village: str
    skills: tuple[DisputeType, ...] = ()
    grade: int | None = None
    post: Post | None = None


H, N, M = DisputeType.HOUSING_HOMESTEAD, DisputeType.NEIGHBOURS, DisputeType.MARRIAGE_FAMILY
POOL = (
    Newcomer("周有福", Gender.MALE, PoolCategory.RETIRED_CADRE, "小海眼", (N, H), 2, Post.HEAD),
    Newcomer("吴桂兰", Gender.FEMALE, PoolCategory.NEIGHBOUR, "小海眼", (N, M), 3, Post.MEMBER),
    Newcomer("郑守田", Gender.MALE, PoolCategory.PARTY_MEMBER, "小海眼", (), None, Post.MEMBER),
    Newcomer("冯大山", Gender.MALE, PoolCategory.VOLUNTEER, "小海眼", (H,)),
    Newcomer("陈所助", Gender.MALE, PoolCategory.POLICE_ASSISTANT, "小海眼"),
    Newcomer("林法官", Gender.FEMALE, PoolCategory.JUDGE, ""),
    Newcomer("何律师", Gender.FEMALE, PoolCategory.LEGAL_ADVISER, ""),
    Newcomer("韩主任", Gender.MALE, PoolCategory.RETIRED_CADRE, "", (H, N), 1, Post.HEAD),
    Newcomer("朱调解", Gender.FEMALE, PoolCategory.LEGAL_WORKER, "", (H,), 2, Post.MEMBER),
    Newcomer("秦文员", Gender.FEMALE, PoolCategory.VOLUNTEER, "", (), None, Post.MEMBER),
    Newcomer("许村长", Gender.MALE, PoolCategory.PARTY_MEMBER, "赵庄", (N,), 3, Post.HEAD),
    Newcomer("尤大娘", Gender.FEMALE, PoolCategory.NEIGHBOUR, "赵庄", (M,), 4, Post.MEMBER),
    Newcomer("孔会计", Gender.MALE, PoolCategory.PARTY_MEMBER, "赵庄", (), 4, Post.MEMBER),
)
ACCOUNTS = (
    ("mediator", "吴桂兰", Role.MEDIATOR, "小海眼"),
    ("head", "周有福", Role.COMMITTEE_HEAD, "小海眼"),
    ("town-mediator", "朱调解", Role.MEDIATOR, "town"),
    ("town-head", "韩主任", Role.COMMITTEE_HEAD, "town"),
    ("clerk", "秦文员", Role.CENTRE_CLERK, "town"),
    ("adviser", "何律师", Role.LEGAL_ADVISER, None),
    ("stranger", "尤大娘", Role.MEDIATOR, "赵庄"),
    ("stranger-head", "许村长", Role.COMMITTEE_HEAD, "赵庄"),
    ("justice", "司所长", Role.JUSTICE_OFFICE, None),
    ("petition", "访专干", Role.PETITION_CLERK, "desk"),
    ("leader", "镇镇长", Role.GOVERNMENT_LEADER, "government"),
    ("handler", "规站长", Role.HANDLER, "station"),
    ("village-handler", "贝主任", Role.HANDLER, "village"),
    ("discipline", "纪书记", Role.DISCIPLINE_OFFICER, "discipline"),
    ("secretary", "党书记", Role.PARTY_SECRETARY, None),
    ("admin", "管大中", Role.ADMINISTRATOR, None),
)


OFFICES = (
    ("government", OfficeKind.GOVERNMENT, "白塔镇人民政府"),
    ("desk", OfficeKind.DESK, "白塔镇信访工作办公室"),
    ("station", OfficeKind.STATION, "白塔镇规划建设办公室"),
    ("village", OfficeKind.VILLAGE, "小海眼社区居民委员会"),
    ("discipline", OfficeKind.DISCIPLINE, "白塔镇纪律检查委员会"),
)


def build_town() -> None:
    """Fill an empty database; commits."""
    villages = {}
    for position, (name, kind) in enumerate((("小海眼", "社区"), ("赵庄", "村")), start=1):
        villages[name] = Village(position=position, name=name, kind=kind, region=f"{REGION}{position:03d}")
    db.session.add_all(villages.values())
    town = Body(level=Level.TOWN, name="白塔镇调解中心", seal_name="白塔镇人民调解委员会", short_name="白塔")
    db.session.add(town)
    db.session.flush()
    committees: dict[str, Body] = {"town": town, "": town}
    for name, village in villages.items():
        committees[name] = _village_bodies(village)
    people = {one.name: _pool_member(one, villages.get(one.village), committees[one.village]) for one in POOL}
    for name in ("司所长", "管大中", "访专干", "镇镇长", "规站长", "贝主任", "纪书记", "党书记"):
        people[name] = _person(name, Gender.MALE, None)
    offices = {
        key: Office(kind=kind, name=name, village_id=villages["小海眼"].id if key == "village" else None)
        for key, kind, name in OFFICES
    }
    db.session.add_all(offices.values())
    db.session.flush()
    kept = hash_password(PASSWORD)
    for login_name, name, role, place in ACCOUNTS:
        committee = committees.get(place) if place is not None else None
        office = offices.get(place) if place is not None else None
        account = Account(
            login_name=login_name,
            password_hash=kept,
            role=role,
            person_id=people[name].id,
            committee_id=committee.id if committee else None,
            office_id=office.id if office else None,
            is_discipline_head=role is Role.DISCIPLINE_OFFICER,
        )
        db.session.add(account)
    db.session.commit()


def _village_bodies(village: Village) -> Body:
    committee = Body(
        level=Level.VILLAGE,
        name=f"{village.full_name}调解委员会",
        village_id=village.id,
        seal_name=f"白塔镇{village.full_name}人民调解委员会",
        short_name=village.name,
    )
    db.session.add(committee)
    db.session.flush()
    resident = ResidentGroup(village_id=village.id, name="第一村民组")
    db.session.add(resident)
    db.session.flush()
    household = Household(resident_group_id=resident.id, address=f"{village.full_name}1号")
    group = Body(
        level=Level.GROUP, name=f"{village.full_name}第一村民调解小组", village_id=village.id, committee_id=committee.id
    )
    clan = Body(
        level=Level.CLAN,
        name=f"{village.full_name}家族调解小组·1",
        village_id=village.id,
        committee_id=committee.id,
        surname_label="王",
    )
    db.session.add_all([household, group, clan])
    db.session.flush()
    db.session.add(Coverage(body_id=group.id, resident_group_id=resident.id))
    db.session.add(ClanHousehold(body_id=clan.id, household_id=household.id))
    return committee


def _person(name: str, gender: Gender, village: Village | None) -> Person:
    person = Person(name=name, gender=gender, born_on=date(1960, 5, 1), village_id=village.id if village else None)
    person.seal_identity(id_number=None, phone="13800000000")
    db.session.add(person)
    db.session.flush()
    return person


def _pool_member(one: Newcomer, village: Village | None, committee: Body) -> Person:
    person = _person(one.name, one.gender, village)
    member = PoolMember(
        person_id=person.id,
        category=one.category,
        grade=one.grade,
        village_id=village.id if village else None,
        skills=[PoolSkill(dispute_type=skill) for skill in one.skills],
        appointments=[Appointment(committee_id=committee.id, from_on=date(2025, 1, 10), until_on=date(2028, 1, 9))],
    )
    db.session.add(member)
    if one.post is not None:
        elected = date(2025, 1, 10)
        db.session.add(Membership(body_id=committee.id, person_id=person.id, post=one.post, elected_on=elected))
    return person
