"""Who takes part in a matter, who may be the same person in another, and who was said to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.name_grams import named
from app.core.normalise import same_name
from app.core.permissions import Actor, may
from app.deadlines.registry import Named
from app.matters.models.joins import Join
from app.matters.models.participants import Participant, ParticipantGram
from app.matters.registry.kinds import Kind, kinds
from app.matters.registry.people import People
from app.matters.registry.subject_table import key_column

MOST_ALIKE = 6
"""Of those who may be the same person."""
MOST_READ = 200
MOST_JOINED = 50
"""Rows of one and the same person that are followed."""


@dataclass(frozen=True)
class Met:
    """Somebody in a matter that the actor handles: the row, its matter, what lists call that and where it stands."""

    person: Participant
    matter: Any
    kind: Kind[Any]
    people: People[Any]

    @property
    def named(self) -> Named:
        """The number and title of the matter."""
        return self.kind.rows.named_as(self.matter)

    @property
    def place(self) -> str:
        """The address of the matter (inside a request)."""
        return self.kind.rows.page(self.matter)


@dataclass(frozen=True)
class JoinedWith:
    """Somebody who is the same person, with the row that says so where it says it of these two."""

    met: Met
    join: Join | None


def meet(participant_id: int, actor: Actor) -> Met:
    """Somebody whom the actor may call.

    Raises `NotFound` for a row that is not there or in a matter out of sight, `NotAllowed` for whoever does not handle
    the matter.
    """
    person = db.session.get(Participant, participant_id)
    met = _seen(person, actor) if person is not None else None
    if met is None:
        raise NotFound(OUT_OF_SIGHT)
    met.people.must_call(met.matter, actor)
    return met


def _seen(person: Participant, actor: Actor) -> Met | None:
    kind = kinds().get(person.subject_kind)
    if kind is None or kind.people is None or not may(actor, kind.people.calls):
        return None
    table = kind.rows.table
    matter = db.session.scalar(
        select(table).where(key_column(table) == person.subject_id, kind.rows.sight(actor)).options(*kind.rows.options)
    )
    return Met(person, matter, kind, kind.people) if matter is not None else None


def alike(met: Met, actor: Actor) -> Sequence[Met]:
    """Who may be the same person in another matter of the same committee that the actor sees: by number, telephone or
    name; the surest first, and nobody who was said to be already."""
    person, known = met.person, {one.met.person.id for one in joined_with(met, actor)} | {met.person.id}
    found = select(Participant).where(
        Participant.subject_kind == person.subject_kind,
        Participant.subject_id.in_(met.people.neighbours(met.matter).where(met.kind.rows.sight(actor))),
        Participant.subject_id != person.subject_id,
        or_(*_same(person)),
    )
    rows = db.session.scalars(found.order_by(Participant.id.desc()).limit(MOST_READ)).all()
    others = [one for one in rows if one.id not in known and _likeness(person, one)]
    others.sort(key=lambda one: (-_likeness(person, one), -one.id))
    return list(_met(others[:MOST_ALIKE], met, actor))


def _same(person: Participant) -> Iterator[ColumnElement[bool]]:
    if person.id_number_index:
        yield Participant.id_number_index == person.id_number_index
    if person.phone_digits_index:
        yield Participant.phone_digits_index == person.phone_digits_index
    grams = named(Participant.id, ParticipantGram.participant_id, ParticipantGram.gram, person.name)
    yield Participant.name == person.name
    if grams:
        yield Participant.id.in_(select(Participant.id).where(*grams).order_by(Participant.id.desc()).limit(MOST_READ))


def _likeness(person: Participant, other: Participant) -> int:
    by_number = bool(person.id_number_index) and person.id_number_index == other.id_number_index
    by_phone = bool(person.phone_digits_index) and person.phone_digits_index == other.phone_digits_index
    return 4 * by_number + 2 * same_name(person.name, other.name) + by_phone


def joined_with(met: Met, actor: Actor) -> Sequence[JoinedWith]:
    """Everybody who is the same person in a matter that the actor sees, also by way of a third; the newest first."""
    joins = _standing(met.person.id)
    direct = {one.other_id if one.one_id == met.person.id else one.one_id: one for one in joins if _touches(one, met)}
    keys = {key for one in joins for key in (one.one_id, one.other_id)} - {met.person.id}
    found = select(Participant).where(Participant.id.in_(keys)).order_by(Participant.id.desc())
    rows = db.session.scalars(found).all() if keys else []
    return [JoinedWith(one, direct.get(one.person.id)) for one in _met(rows, met, actor)]


def _touches(join: Join, met: Met) -> bool:
    return met.person.id in (join.one_id, join.other_id)


def _standing(participant_id: int) -> Sequence[Join]:
    """Every join by which somebody is reached from a row."""
    known, fresh, joins = {participant_id}, {participant_id}, dict[int, Join]()
    while fresh and len(known) < MOST_JOINED:
        ends = or_(Join.one_id.in_(fresh), Join.other_id.in_(fresh))
        found = db.session.scalars(select(Join).where(Join.undone_at.is_(None), ends)).all()
        joins |= {one.id: one for one in found}
        fresh = {key for one in found for key in (one.one_id, one.other_id)} - known
        known |= fresh
    return list(joins.values())


def _met(rows: Iterable[Participant], like: Met, actor: Actor) -> Iterator[Met]:
    rows, table = list(rows), like.kind.rows.table
    ids = {one.subject_id for one in rows}
    seen = select(key_column(table)).where(key_column(table).in_(ids), like.kind.rows.sight(actor))
    matters = like.kind.rows.read(set(db.session.scalars(seen)))
    for one in rows:
        matter = matters.get(one.subject_id)
        if matter is not None:
            yield Met(one, matter, like.kind, like.people)


def join_between(one: Participant, other: Participant) -> Join | None:
    """The row that says two are the same person, if it stands."""
    first, second = sorted((one.id, other.id))
    found = select(Join).where(Join.one_id == first, Join.other_id == second, Join.undone_at.is_(None))
    return db.session.scalar(found)
