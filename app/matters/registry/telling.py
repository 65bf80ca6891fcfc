"""How the rows of a kind of matter are told: what each says in its history."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.audit.models import AuditEntry
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.models.voided import VoidedMatter
from app.matters.rules.told import Audience, Told
from app.processes.models import Task

Say = Callable[[Any], Iterable[Told]]
LINKED, UNLINKED = "linked", "unlinked"
BY_PAPER = "照签过字的那一页改的"
"""What comes of a correction that rests on paper."""


@dataclass(frozen=True, kw_only=True)
class Teller:
    """What rows of one table say of matters of one kind: when they are written, and once of what stood before."""

    of: Callable[[Any], int | None]
    """The matter a row tells of; None when it tells of none of this kind."""
    among: Callable[[Collection[int]], ColumnElement[bool]]
    """The condition on the table for the rows that tell of these matters."""
    say: Say


def told_by(column: InstrumentedAttribute[int], say: Say) -> Teller:
    """Rows that name their matter in a column, or the matters themselves."""
    return Teller(of=lambda row: getattr(row, column.key), among=column.in_, say=say)


def told_of_kind(table: type[Task | Correction | VoidedMatter | Attachment], kind: str, say: Say) -> Teller:
    """Rows of a table that matters of every kind share."""
    return Teller(
        of=lambda row: row.subject_id if row.subject_kind == kind else None,
        among=lambda ids: and_(table.subject_kind == kind, table.subject_id.in_(ids)),
        say=say,
    )


def either(one: Teller, other: Teller) -> Teller:
    """Rows of one table of which some tell by the first, the rest by the other."""

    def of(row: Any) -> int | None:
        matter = one.of(row)
        return other.of(row) if matter is None else matter

    return Teller(
        of=of,
        among=lambda ids: or_(one.among(ids), other.among(ids)),
        say=lambda row: one.say(row) if one.of(row) is not None else other.say(row),
    )


class Moments(Protocol):
    """A row that keeps both moments and both people of what happened."""

    @property
    def occurred_at(self) -> datetime: ...
    @property
    def entered_at(self) -> datetime: ...
    @property
    def spoken_by(self) -> str: ...
    @property
    def typed_by_id(self) -> int: ...


def say_row(
    row: Moments,
    word: str,
    title: str,
    *,
    text: str = "",
    outcome: str = "",
    audience: Audience = Audience.EVERYONE,
) -> Told:
    """What a row with both moments says."""
    return Told(
        word=word,
        title=title,
        outcome=outcome,
        text=text,
        occurred_at=row.occurred_at,
        entered_at=row.entered_at,
        spoken_by=row.spoken_by,
        typed_by_id=row.typed_by_id,
        audience=audience,
    )


def deeds_of_links(kind: str) -> dict[str, str]:
    """The deeds by which a matter of a kind is tied to another and untied, with what they are called."""
    return {f"{kind}:{LINKED}": "跟另一件连起来", f"{kind}:{UNLINKED}": "不再跟另一件连着"}


def say_link(deed: AuditEntry) -> Iterable[Told]:
    """That a matter was tied or untied: neither the other one nor what they have to do with each other is told here,
    for the other one may leave for another room."""
    yield Told(
        word="linked",
        title=deeds_of_links(deed.subject_kind)[deed.deed],
        occurred_at=deed.occurred_at,
        entered_at=deed.entered_at,
        spoken_by=deed.spoken_by,
        typed_by_id=deed.account_id,
    )


def told_of_deeds(kind: str, deeds: Collection[str], say: Say) -> Teller:
    """What the trail has of some deeds on a matter itself: where no row of its own tells of them."""
    return Teller(
        of=lambda row: row.subject_id if row.subject_kind == kind and row.deed in deeds else None,
        among=lambda ids: and_(
            AuditEntry.subject_kind == kind, AuditEntry.deed.in_(sorted(deeds)), AuditEntry.subject_id.in_(ids)
        ),
        say=say,
    )
