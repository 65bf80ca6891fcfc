"""What a matter is tied to, and which matter is meant by a number somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from app.core.db import Model, db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.permissions import Actor
from app.matters.models import Matter
from app.matters.models.links import MatterLink
from app.matters.queries import matter_called
from app.matters.registry.kinds import Kind, kinds
from app.matters.registry.links import Links
from app.matters.registry.subject_table import key_column


@dataclass(frozen=True)
class End:
    """A matter at one end, with what its kind declares."""

    row: Any
    kind: Kind[Any]
    declared: Links[Any]

    @property
    def key(self) -> tuple[str, int]:
        """Its kind and the key of its row."""
        return self.kind.name, self.kind.rows.id_of(self.row)


def end_named(kind: str, public_id: str, actor: Actor) -> End:
    """The matter that an address names.  Raises `NotFound` for one that is not there or out of sight."""
    declared = kinds().get(kind)
    found = end_seen(kind, declared.rows.key_of(public_id), actor) if declared is not None else None
    if found is None:
        raise NotFound(OUT_OF_SIGHT)
    return found


def end_called(number: str, actor: Actor) -> End | None:
    """The matter with exactly this number, of those the actor sees; None when there is none, whatever the reason."""
    matter = matter_called(number)
    if matter is not None and matter.parent_id is not None and kinds()[matter.kind].links is None:
        matter = db.session.get(Matter, matter.parent_id)  # a claim is tied as its petition
    return end_seen(matter.kind, matter.subject_id, actor) if matter is not None else None


def end_seen(name: str, subject_id: int, actor: Actor) -> End | None:
    """A matter that the actor sees; None for one out of sight, and for a kind that is tied to nothing."""
    kind = kinds()[name]
    if kind.links is None:
        return None
    table: type[Model] = kind.rows.table
    found = select(table).where(key_column(table) == subject_id, kind.rows.sight(actor)).options(*kind.rows.options)
    row = db.session.scalar(found)
    return End(row, kind, kind.links) if row is not None else None


def links_of(kind: str, subject_id: int) -> Sequence[MatterLink]:
    """The ties of a matter that stand, the oldest first."""
    first = and_(MatterLink.first_kind == kind, MatterLink.first_id == subject_id)
    second = and_(MatterLink.second_kind == kind, MatterLink.second_id == subject_id)
    found = select(MatterLink).where(MatterLink.untied_at.is_(None), or_(first, second))
    return db.session.scalars(found.order_by(MatterLink.id)).all()


def link_between(one: tuple[str, int], other: tuple[str, int]) -> MatterLink | None:
    """The tie of two matters, if it stands."""
    first, second = sorted((one, other))
    about = (MatterLink.first_kind == first[0], MatterLink.first_id == first[1])
    ends = (*about, MatterLink.second_kind == second[0], MatterLink.second_id == second[1])
    return db.session.scalar(select(MatterLink).where(*ends, MatterLink.untied_at.is_(None)))
