"""The 514: committees, groups, lawyers, judges, police assistants and the willing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.core.db import db
from app.core.terms import GUIDANCE_ONLY, Gender, PoolCategory
from app.example.town.people import Registry, person_row
from app.example.town.places import Home, Place
from app.example.town.plan import (
    AGES,
    ELECTED_ON,
    LAY,
    POOL,
    SEATS_IN_CLAN_GROUP,
    SEATS_IN_VILLAGER_GROUP,
    SKILLS,
    TAGS,
    TERM_ENDS_SOON,
    TOWN_COMMITTEE,
    VILLAGE_COMMITTEE,
)
from app.mediators.models import Appointment, PoolMember, PoolSkill, PoolState, PoolTag
from app.organisations.models import Body, Membership, Post, Village

FEMALE_SHARE = {PoolCategory.NEIGHBOUR: 1.0, PoolCategory.VOLUNTEER: 0.45, PoolCategory.LEGAL_ADVISER: 0.4}
WOMEN_OF_THE_TOWN = (1, 2)
POSTS = (Post.HEAD, Post.DEPUTY)
ADVISERS_OF_THE_TOWN = 3
AWAY, SUSPENDED = 3, 2
NEVER_GRADED = GUIDANCE_ONLY | {PoolCategory.LEGAL_ADVISER}


@dataclass
class Pool:
    """Who was made, by where they sit; heads first."""

    town: list[PoolMember] = field(default_factory=list)
    committees: dict[str, list[PoolMember]] = field(default_factory=dict)
    """Members of each village committee, by the village's name."""
    advisers: dict[str, PoolMember] = field(default_factory=dict)
    """The legal adviser of each village, by its name."""


class PoolBuilder:
    """Fills the pool category by category until each has its number."""

    def __init__(self, town: Body, places: list[Place], registry: Registry, on: date) -> None:
        self.town, self.places, self.registry, self.on = town, places, registry, on
        self.left = Counter(POOL)
        self.pool = Pool()

    def build(self) -> Pool:
        """Every member as a row in the session."""
        for place_in_order, category in enumerate(TOWN_COMMITTEE):
            gender = Gender.FEMALE if place_in_order in WOMEN_OF_THE_TOWN else Gender.MALE
            member = self._outsider(category, gender=gender)
            self.pool.town.append(self._seated(member, self.town, place_in_order, ELECTED_ON))
        for place in self.places:
            self._committee(place)
        self._lawyers_and_guides()
        lay = self._lay_categories()
        for place in self.places:
            self._groups(place, lay)
        self._willing(lay)
        return self.pool

    def _committee(self, place: Place) -> None:
        elected = TERM_ENDS_SOON.get(place.plan.name, ELECTED_ON + timedelta(days=place.plan.position))
        members = []
        for order, category in enumerate(VILLAGE_COMMITTEE[: place.plan.committee_members]):
            member = self._villager(category, place, self.registry.random.choice(place.all_homes))
            members.append(self._seated(member, place.committee, order, elected))
        self.pool.committees[place.plan.name] = members

    def _lawyers_and_guides(self) -> None:
        for number, place in enumerate(self.places):
            adviser = self._outsider(PoolCategory.LEGAL_ADVISER, place.village)
            self._appoint(adviser, place.committee)
            if number < ADVISERS_OF_THE_TOWN:
                self._appoint(adviser, self.town)
            self.pool.advisers[place.plan.name] = adviser
        while self.left[PoolCategory.LEGAL_WORKER]:
            self._appoint(self._outsider(PoolCategory.LEGAL_WORKER), self.town)
        while self.left[PoolCategory.JUDGE]:
            self._outsider(PoolCategory.JUDGE)
        for place in self.places[: self.left[PoolCategory.POLICE_ASSISTANT]]:
            self._outsider(PoolCategory.POLICE_ASSISTANT, place.village)

    def _lay_categories(self) -> Iterator[PoolCategory]:
        deck = [category for category in LAY for _ in range(self.left[category])]
        self.registry.random.shuffle(deck)
        return iter(deck)

    def _groups(self, place: Place, lay: Iterator[PoolCategory]) -> None:
        elected = ELECTED_ON + timedelta(days=30 + place.plan.position)
        seats = [(body, homes, SEATS_IN_VILLAGER_GROUP) for body, homes in place.groups]
        seats += [(body, homes, SEATS_IN_CLAN_GROUP) for body, homes in place.clans]
        for body, homes, count in seats:
            for order in range(count):
                member = self._villager(next(lay), place, self.registry.random.choice(homes))
                post = Post.HEAD if order == 0 else Post.MEMBER
                db.session.add(Membership(body=body, person=member.person, post=post, elected_on=elected))
                self._appoint(member, place.committee)

    def _willing(self, lay: Iterator[PoolCategory]) -> None:
        for number, category in enumerate(lay):
            place = self.registry.random.choice(self.places)
            member = self._villager(category, place, self.registry.random.choice(place.all_homes))
            if number % 2:
                self._appoint(member, place.committee)
            elif number < 2 * AWAY:
                member.away_from, member.away_until = self.on - timedelta(days=10), self.on + timedelta(days=80)
            elif number < 2 * (AWAY + SUSPENDED):
                member.state, member.state_reason = PoolState.SUSPENDED, "换届交接期间暂停，等村里报来新名单。"

    def _villager(self, category: PoolCategory, place: Place, home: Home) -> PoolMember:
        gender = self._gender(category)
        human = self.registry.draw(gender, AGES[category], home.surname if gender is Gender.MALE else "")
        person = person_row(human, village=place.village, household=home.household)
        return self._member(PoolMember(person=person, category=category, village=place.village))

    def _outsider(
        self, category: PoolCategory, village: Village | None = None, gender: Gender | None = None
    ) -> PoolMember:
        human = self.registry.draw(gender or self._gender(category), AGES[category])
        person = person_row(human, village=None, household=None)
        return self._member(PoolMember(person=person, category=category, village=village))

    def _gender(self, category: PoolCategory) -> Gender:
        return Gender.FEMALE if self.registry.random.random() < FEMALE_SHARE.get(category, 0.25) else Gender.MALE

    def _member(self, member: PoolMember) -> PoolMember:
        draw, category = self.registry.random, member.category
        self.left[category] -= 1
        chosen = draw.sample(SKILLS[category], draw.randint(1, 3))
        member.skills = [PoolSkill(dispute_type=skill) for skill in chosen]
        tags = TAGS.get(category, ())
        member.tags = [PoolTag(tag=tag) for tag in draw.sample(tags, min(len(tags), draw.choice((0, 0, 1, 2))))]
        member.hours_a_week = draw.choice((4, 6, 8, 10, 12, 15))
        grade = draw.choice((None, None, 2, 3, 3, 4, 4))
        member.grade = None if category in NEVER_GRADED else grade
        db.session.add(member)
        return member

    def _seated(self, member: PoolMember, body: Body, order: int, elected: date) -> PoolMember:
        post = POSTS[order] if order < len(POSTS) else Post.MEMBER
        db.session.add(Membership(body=body, person=member.person, post=post, elected_on=elected))
        member.grade = (1, 2)[order] if order < len(POSTS) else member.grade
        member.hours_a_week = max(member.hours_a_week, 10)
        self._appoint(member, body, since=elected)
        return member

    def _appoint(self, member: PoolMember, committee: Body, *, since: date = ELECTED_ON) -> None:
        member.appointments.append(Appointment(committee=committee, from_on=since))
