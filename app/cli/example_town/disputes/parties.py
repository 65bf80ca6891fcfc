"""Who quarrels in the example: people who do not exist, heads of the example's households, firms that do not exist."""

from __future__ import annotations

from sqlalchemy import select

from app.cases.intake import AgentIntake, PartyIntake
from app.cases.models import AgentKind, PartyKind, Standing
from app.cli.example_town.at_work import AtWork
from app.cli.example_town.people import BORN_UP_TO, Human
from app.cli.example_town.plan import TOWN_NAME
from app.core.db import db
from app.core.terms import Gender, Level
from app.mediators.models import PoolMember
from app.organisations.models import Body, ClanHousehold, Person

MAN, WOMAN = Gender.MALE, Gender.FEMALE
GROWN = (36, 70)
MINOR = 15
"""Years at most, at the beginning of the year in which the town is loaded."""


class Cast:
    """Draws the parties of one story, before anything happens: the same people whatever day the town is loaded."""

    def __init__(self, at_work: AtWork, village: str) -> None:
        self.registry, self.village = at_work.registry, at_work.villages[village]
        self.today = at_work.diary.today

    def person(
        self,
        side: int,
        gender: Gender = MAN,
        ages: tuple[int, int] = GROWN,
        *,
        occupation: str = "农民",
        standing: Standing = Standing.PRINCIPAL,
        agents: tuple[AgentIntake, ...] = (),
        has_card: bool = True,
        surname: str = "",
    ) -> PartyIntake:
        """Somebody of the village, or of elsewhere; without a card at hand the number comes later (后补)."""
        human = self.registry.draw(gender, ages, surname)
        return PartyIntake(
            side=side,
            name=human.name,
            standing=standing,
            id_number=human.id_number if has_card else "",
            phone=human.phone,
            gender=human.gender,
            born_on=human.born_on,
            ethnicity="汉族",
            occupation=occupation,
            address=self.address(),
            agents=agents,
        )

    def minor(self, side: int, guardian: Human, relation: str) -> PartyIntake:
        """Somebody under age, for whom a guardian stands."""
        agent = AgentIntake(AgentKind.GUARDIAN, guardian.name, relation, guardian.id_number, guardian.phone)
        age = max(1, MINOR - (self.today.year - BORN_UP_TO.year))
        return self.person(side, MAN, (age - 1, age), occupation="学生", agents=(agent,))

    def agent(self, kind: AgentKind, relation: str) -> AgentIntake:
        """Somebody who speaks for a party, under a written mandate."""
        human = self.registry.draw(MAN, (28, 55))
        return AgentIntake(kind, human.name, relation, human.id_number, human.phone)

    def firm(self, side: int, name: str, post: str = "法定代表人") -> PartyIntake:
        """An organisation; its name says that it is an example."""
        human = self.registry.draw(MAN, (38, 60))
        return PartyIntake(
            side=side,
            name=name,
            kind=PartyKind.LEGAL,
            phone=human.phone,
            address=f"{TOWN_NAME}{self.village.full_name}",
            legal_representative=human.name,
            representative_post=post,
        )

    def kinsmen(self, place: int = 0) -> tuple[PartyIntake, PartyIntake]:
        """Two heads of households under one clan group of the village, in whose homes nobody of the pool lives."""
        taken = select(Person.household_id).join(PoolMember, PoolMember.person_id == Person.id)
        clans = select(Body.id).where(Body.village_id == self.village.id, Body.level == Level.CLAN).order_by(Body.id)
        clan = db.session.scalars(clans).all()[place]
        found = (
            select(Person)
            .join(ClanHousehold, ClanHousehold.household_id == Person.household_id)
            .where(
                ClanHousehold.body_id == clan, Person.household_id.not_in(taken.where(Person.household_id.is_not(None)))
            )
            .order_by(Person.id)
            .limit(2)
        )
        first, second = db.session.scalars(found)
        return _villager(first, 1), _villager(second, 2)

    def address(self) -> str:
        """A house of the village."""
        return f"{TOWN_NAME}{self.village.full_name}{self.registry.random.randint(1, 60)}号"


def _villager(person: Person, side: int) -> PartyIntake:
    return PartyIntake(
        side=side,
        name=person.name,
        id_number=person.id_number,
        phone=person.phone,
        gender=person.gender,
        born_on=person.born_on,
        ethnicity="汉族",
        occupation="农民",
        address=person.address,
    )
