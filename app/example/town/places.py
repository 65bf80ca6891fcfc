"""Villages, resident groups, households and the bodies that mediate, as rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.db import db
from app.core.terms import Gender, Level
from app.example.town.people import SURNAMES, Registry, person_row
from app.example.town.plan import HOUSEHOLDS_PER_GROUP, OFFICES, TOWN_NAME, TOWN_SHORT_NAME, VillagePlan
from app.organisations.actions.add_office import village_office_name
from app.organisations.models import (
    Body,
    ClanHousehold,
    Coverage,
    Household,
    Office,
    OfficeKind,
    ResidentGroup,
    Village,
)

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Home:
    """A household and the surname it goes by."""

    household: Household
    surname: str


@dataclass
class Place:
    """One village with everything in it."""

    plan: VillagePlan
    village: Village
    committee: Body
    homes: list[list[Home]]
    """Homes by resident group."""
    groups: list[tuple[Body, list[Home]]] = field(default_factory=list)
    clans: list[tuple[Body, list[Home]]] = field(default_factory=list)

    @property
    def all_homes(self) -> list[Home]:
        """Every home of the village."""
        return [home for homes in self.homes for home in homes]


def town_body() -> Body:
    """The town's centre with its seal."""
    body = Body(
        level=Level.TOWN,
        name=f"{TOWN_NAME}调解中心",
        seal_name=f"{TOWN_NAME}人民调解委员会",
        short_name=TOWN_SHORT_NAME,
    )
    db.session.add(body)
    return body


def build_offices(places: list[Place]) -> dict[str, Office]:
    """The town's offices and one for every village, by name."""
    offices = [Office(kind=kind, name=f"{TOWN_NAME}{name}") for kind, name in OFFICES]
    for place in places:
        name = village_office_name(place.village)
        offices.append(Office(kind=OfficeKind.VILLAGE, name=name, village=place.village))
    db.session.add_all(offices)
    db.session.flush()
    return {office.name: office for office in offices}


def build_places(plans: list[VillagePlan], registry: Registry) -> list[Place]:
    """Every village with its homes, committee and groups; flushes."""
    places = [_village(plan, registry) for plan in plans]
    db.session.flush()
    for place in places:
        _cover(place)
    db.session.flush()
    return places


def _village(plan: VillagePlan, registry: Registry) -> Place:
    village = Village(
        position=plan.position, name=plan.name, kind=plan.kind, region=f"{plan.town_code}{plan.position:03d}"
    )
    committee = Body(
        level=Level.VILLAGE,
        name=f"{plan.full_name}调解委员会",
        village=village,
        seal_name=f"{TOWN_NAME}{plan.full_name}人民调解委员会",
        short_name=plan.short_name,
    )
    surnames = registry.random.sample(SURNAMES[:24], plan.clan_groups)
    place = Place(plan, village, committee, _homes(plan, village, surnames, registry))
    for number, covered in enumerate(plan.coverage()):
        name = f"{plan.full_name}第{ORDINALS[number]}村民调解小组"
        body = Body(level=Level.GROUP, name=name, village=village, committee=committee)
        place.groups.append((body, [home for one in covered for home in place.homes[one]]))
    for number, surname in enumerate(surnames, start=1):
        name = f"{plan.full_name}家族调解小组·{number}"
        body = Body(level=Level.CLAN, name=name, village=village, committee=committee, surname_label=surname)
        place.clans.append((body, [home for home in place.all_homes if home.surname == surname]))
    db.session.add_all([village, committee, *(body for body, _ in place.groups + place.clans)])
    return place


def _homes(plan: VillagePlan, village: Village, surnames: list[str], registry: Registry) -> list[list[Home]]:
    homes: list[list[Home]] = []
    for number in range(plan.resident_groups):
        resident = ResidentGroup(village=village, name=f"第{ORDINALS[number]}村民组")
        here = []
        for place in range(HOUSEHOLDS_PER_GROUP):
            turn = (number * HOUSEHOLDS_PER_GROUP + place) % (len(surnames) + 1)
            surname = surnames[turn] if turn < len(surnames) else registry.random.choice(SURNAMES)
            address = f"博山区白塔镇{plan.full_name}{resident.name}{place + 1}号"
            household = Household(resident_group=resident, address=address)
            gender = Gender.MALE if registry.random.random() < 0.8 else Gender.FEMALE
            head = registry.draw(gender, (32, 74), surname if gender is Gender.MALE else "")
            db.session.add(person_row(head, village=village, household=household))
            here.append(Home(household, surname))
        homes.append(here)
    return homes


def _cover(place: Place) -> None:
    for body, homes in place.groups:
        residents = {home.household.resident_group_id for home in homes}
        db.session.add_all(Coverage(body_id=body.id, resident_group_id=one) for one in sorted(residents))
    for body, homes in place.clans:
        db.session.add_all(ClanHousehold(body_id=body.id, household_id=home.household.id) for home in homes)
