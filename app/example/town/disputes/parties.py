"""Who quarrels in the example: people who do not exist, heads of the example's households, firms that do not exist."""

from __future__ import annotations

from sqlalchemy import select

from app.cases.actions.intake import AgentIntake, PartyIntake
from app.core.db import db
from app.core.terms import Gender
from app.example.town.at_work import AtWork
from app.example.town.people import BORN_UP_TO, Human
from app.example.town.plan import TOWN_NAME
from app.matters.terms import AgentKind, PartyKind, Standing
from app.mediators.models import PoolMember
from app.organisations.models import Body, ClanHousehold, Membership, Person

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

    def kinsmen(self) -> tuple[PartyIntake, PartyIntake]:
        """Two men under the first clan group of the village that has two in whose homes no mediator of a body lives."""
        mediating = select(Person.household_id).join(Membership, Membership.person_id == Person.id)
        heads = (
            select(ClanHousehold.body_id, Person)
            .join(Person, Person.household_id == ClanHousehold.household_id)
            .join(Body, Body.id == ClanHousehold.body_id)
            .where(
                Body.village_id == self.village.id,
                Person.gender == MAN,
                Person.id.not_in(select(PoolMember.person_id)),
                Person.household_id.not_in(mediating.where(Person.household_id.is_not(None))),
            )
            .order_by(ClanHousehold.body_id, Person.id)
        )
        by_clan: dict[int, list[Person]] = {}
        for clan, person in db.session.execute(heads):
            by_clan.setdefault(clan, []).append(person)
        first, second = next(people for people in by_clan.values() if len(people) > 1)[:2]
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
