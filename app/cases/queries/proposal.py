"""Who could mediate a case: exclusions with reasons, the parties' choice, then the ranking.  People decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.cases.models import Case, CaseMediator, CaseMediatorPart, PartyWish
from app.cases.queries import mediators_of
from app.cases.rules.standing import OVER
from app.core.db import db
from app.mediators.queries import Whereabouts, candidates_by_id, candidates_near
from app.mediators.rules import Candidate, Concerned, Ranked, exclusions, rank
from app.organisations.models import Person

SHOWN = 8
"""How many of the ranking a page shows before somebody asks for all."""


@dataclass(frozen=True)
class Excluded:
    """Somebody who may not mediate this case, and why."""

    candidate: Candidate
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """The order in which people are proposed, and those who are out of the question."""

    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    hidden: int
    """How many more there are than `ranked` shows."""
    current: dict[int, CaseMediator]
    wishes: dict[tuple[int, int], PartyWish]
    """By pool member and party."""

    asks_all: bool = False
    """Whether the form asks about the excluded too: those of a page that was made before they were."""

    @property
    def asked_excluded(self) -> list[Excluded]:
        """The excluded whom the form still asks about: a party's objection can be taken back."""
        objected = {member for (member, _), wish in self.wishes.items() if wish.objects}
        return [one for one in self.excluded if self.asks_all or one.candidate.id in objected]

    @property
    def askable(self) -> list[Candidate]:
        """Everybody the form asks about."""
        return [*(one.candidate for one in self.ranked), *(one.candidate for one in self.asked_excluded)]


def whereabouts(case: Case, on: date) -> Whereabouts:
    """Where the case stands, for the pool's reads."""
    return Whereabouts(case.body_id, case.committee_id, case.village_id, on)


def wishes_of(case_id: int) -> dict[tuple[int, int], PartyWish]:
    """What the parties said about mediators, by pool member and party."""
    found = select(PartyWish).where(PartyWish.case_id == case_id).order_by(PartyWish.id)
    return {(wish.pool_member_id, wish.party_id): wish for wish in db.session.scalars(found)}


def open_loads(*, but: int) -> dict[int, int]:
    """How many open cases every pool member mediates now, without one case."""
    found = (
        select(CaseMediator.pool_member_id, func.count())
        .join(Case, Case.id == CaseMediator.case_id)
        .where(
            CaseMediator.until_on.is_(None),
            CaseMediator.part != CaseMediatorPart.INVITED,
            Case.status.not_in(OVER),
            Case.id != but,
        )
        .group_by(CaseMediator.pool_member_id)
    )
    return dict(db.session.execute(found).all())


def concerned_by(case: Case, wishes: Iterable[PartyWish]) -> Concerned:
    """The people of a case as the rules of exclusion see them: parties, agents, guardians, their households, wishes."""
    indexes = {party.id_number_index for party in case.parties if party.id_number_index}
    indexes |= {agent.id_number_index for party in case.parties for agent in party.agents if agent.id_number_index}
    ids = {party.person_id for party in case.parties if party.person_id}
    found = select(Person.id, Person.household_id).where(Person.id.in_(ids) | Person.id_number_index.in_(indexes))
    rows = db.session.execute(found).all()
    wishes = list(wishes)
    choices: dict[int, int] = {}
    for wish in wishes:
        if not wish.objects:
            choices[wish.pool_member_id] = choices.get(wish.pool_member_id, 0) + 1
    return Concerned(
        party_people=frozenset(person for person, _ in rows),
        party_households=frozenset(household for _, household in rows if household is not None),
        objections=frozenset(wish.pool_member_id for wish in wishes if wish.objects),
        choices=choices,
    )


def propose(case: Case, *, on: date, words: str = "", every: bool = False) -> Proposal:
    """The proposal for a case on a day; `words` looks for people of that name in the whole pool instead.

    Whoever works on the case now and whomever a party named is always among the shown.
    """
    wishes, current = wishes_of(case.id), {one.pool_member_id: one for one in mediators_of(case.id)}
    where, loads = whereabouts(case, on), open_loads(but=case.id)
    near = candidates_near(where, loads=loads, words=words)
    pinned = {member for member, _ in wishes} | set(current)
    missing = pinned - {one.id for one in near}
    everybody = [*near, *candidates_by_id(where, missing, loads=loads)] if missing else near
    return _proposal(case, everybody, on, wishes, current, None if every or words else pinned)


def propose_among(case: Case, ids: Sequence[int], *, on: date) -> Proposal:
    """The same for the very people a page showed."""
    wishes, current = wishes_of(case.id), {one.pool_member_id: one for one in mediators_of(case.id)}
    people = candidates_by_id(whereabouts(case, on), ids, loads=open_loads(but=case.id))
    return _proposal(case, people, on, wishes, current, None, asks_all=True)


def _proposal(
    case: Case,
    people: Sequence[Candidate],
    on: date,
    wishes: dict[tuple[int, int], PartyWish],
    current: dict[int, CaseMediator],
    pinned: set[int] | None,
    *,
    asks_all: bool = False,
) -> Proposal:
    concerned = concerned_by(case, wishes.values())
    reasons = {one.id: tuple(exclusions(one, concerned, on)) for one in people}
    free = [one for one in people if not reasons[one.id]]
    ranked = rank(free, case.dispute_type, case.village_id, choices=concerned.choices)
    shown = ranked
    if pinned is not None:
        shown = [one for place, one in enumerate(ranked) if place < SHOWN or one.candidate.id in pinned]
    return Proposal(
        ranked=tuple(shown),
        excluded=tuple(Excluded(one, reasons[one.id]) for one in people if reasons[one.id]),
        hidden=len(ranked) - len(shown),
        current=current,
        wishes=wishes,
        asks_all=asks_all,
    )
