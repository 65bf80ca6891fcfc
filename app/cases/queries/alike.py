"""Open disputes between the same people: asked about before one is registered a second time (X10; one matter, one
number)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.cases.models import Case
from app.cases.queries.sight import visible_to
from app.core.db import db
from app.core.normalise import same_name
from app.core.permissions import Actor
from app.matters.models import Matter
from app.matters.queries.finding import found_by

MOST_PAIRS, MOST = 6, 20
"""Pairs of people that are looked for, and disputes that are looked at for each."""
Side = tuple[int, str]
"""On which side somebody stands, and their name."""


@dataclass(frozen=True)
class Alike:
    """Those the account sees, the newest first, and whether there are others somewhere in the town."""

    seen: Sequence[Case] = ()
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.seen) or self.elsewhere


def disputes_like(people: Iterable[Side], actor: Actor) -> Alike:
    """Open disputes in which two of these people stand on different sides, as they do here."""
    pairs = [(one, other) for one, other in combinations(list(people), 2) if one[0] != other[0]]
    found = {case.id: case for one, other in islice(pairs, MOST_PAIRS) for case in _between(one[1], other[1])}
    if not found:
        return Alike()
    seen = set(db.session.scalars(select(Case.id).where(Case.id.in_(found), visible_to(actor))))
    newest = sorted(found.values(), key=lambda case: -case.id)
    return Alike([case for case in newest if case.id in seen], elsewhere=len(seen) < len(found))


def _between(one: str, other: str) -> Iterator[Case]:
    bears = found_by(f"{one} {other}")
    ids = select(Matter.subject_id).where(Matter.kind == Case.subject_kind, Matter.ended_on.is_(None), bears(Matter.id))
    wanted = select(Case).where(Case.id.in_(ids.order_by(Matter.id.desc()).limit(MOST)))
    for case in db.session.scalars(wanted.options(selectinload(Case.parties))):
        mine, theirs = _sides_of(case, one), _sides_of(case, other)
        if mine and theirs and len(mine | theirs) > 1:
            yield case


def _sides_of(case: Case, name: str) -> set[int]:
    return {party.side for party in case.parties if same_name(party.name, name)}
