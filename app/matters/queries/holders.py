"""Every row that belongs to a matter, found from the tables themselves: none can be forgotten.

A row belongs to a matter when it names the matter, or something of it, by kind and key (``subject_kind``,
``subject_id``; ``from_kind``, ``from_id`` …) or by a foreign key.  What only refers to another matter (a claim to the
dispute it led to, a petition to the one it repeats, a void registration to the one that stays) is no part of that: the
column, which may be empty, is emptied.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Column, ColumnElement, ForeignKeyConstraint, FromClause, Table, select

from app.core.db import Model, db, tables
from app.matters.registry.kinds import kinds

KEPT = frozenset({"audit_entry", "access_log"})
"""Who did and looked at what: names and details of it are erased, the rows stay."""
KIND, KEY = "_kind", "_id"


Key = tuple[int, ...]
"""The primary key of a row."""


@dataclass
class Held:
    """Rows of a matter by table and primary key, and the columns of other matters that may refer to one of them."""

    keys: dict[str, set[Key]] = field(default_factory=lambda: defaultdict(set))
    refers: set[Column[int]] = field(default_factory=set)

    def subjects(self) -> Iterator[tuple[str, int]]:
        """Every row under each name by which others may name it."""
        for table, keys in self.keys.items():
            for name in names_of(table):
                yield from ((name, key[0]) for key in keys if len(key) == 1)


def held_by(kind: str, subject_id: int) -> Held:
    """All rows of a matter, its own first."""
    held = Held()
    fresh: set[tuple[str, Key]] = {(kinds()[kind].rows.table.__tablename__, (subject_id,))}
    while fresh:
        found: set[tuple[str, Key]] = set()
        for table, key in fresh:
            held.keys[table].add(key)
            if len(key) == 1:
                found |= {*_named(table, key[0]), *_pointing(table, key[0], held)}
        fresh = {(table, key) for table, key in found if key not in held.keys.get(table, ())}
    return held


def _named(table: str, key: int) -> Iterator[tuple[str, Key]]:
    """Rows that name one by kind and key."""
    for other, kind, column in naming_columns():
        yield from _rows(other, other.c[kind].in_(names_of(table)), other.c[column] == key)


def _pointing(table: str, key: int, held: Held) -> Iterator[tuple[str, Key]]:
    """Rows that point at one by a foreign key."""
    for column in _foreign_keys().get(table, ()):
        if is_only_referring(column):
            held.refers.add(column)
        else:
            yield from _rows(column.table, column == key)


def _rows(table: FromClause, *about: ColumnElement[bool]) -> Iterator[tuple[str, Key]]:
    assert isinstance(table, Table)
    found = db.session.execute(select(*table.primary_key.columns).where(*about))
    yield from ((table.name, tuple(row)) for row in found)


def is_only_referring(column: Column[int]) -> bool:
    """Whether a column points from one matter at another, or from a row at a file of the same matter."""
    own = {kind.rows.table.__tablename__ for kind in kinds().values() if kind.projection is not None}
    assert isinstance(column.table, Table)
    return bool(column.nullable) and column.table.name in own | {"agreement"}


Pair = tuple[Table, str, str]
"""A table whose rows name a matter, or something of it, with the columns of its kind and its key."""


def naming_columns() -> tuple[Pair, ...]:
    """Of rows that belong to what they name."""
    return tuple(pair for pair in _pairs() if not pair[0].c[pair[1]].nullable)


def referring_columns() -> tuple[Pair, ...]:
    """Of rows that may refer to a matter they are no part of."""
    return tuple(pair for pair in _pairs() if pair[0].c[pair[1]].nullable)


@cache
def _pairs() -> tuple[Pair, ...]:
    return tuple(
        (table, column.name, column.name.removesuffix(KIND) + KEY)
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(KIND) and column.name.removesuffix(KIND) + KEY in table.c and table.name not in KEPT
    )


@cache
def _foreign_keys() -> Mapping[str, tuple[Column[int], ...]]:
    """By table the columns that point at it."""
    found: dict[str, list[Column[int]]] = defaultdict(list)
    for table in Model.metadata.sorted_tables:
        if table.name in KEPT:
            continue
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint) and constraint.ondelete != "CASCADE":
                (column,) = constraint.columns
                found[constraint.referred_table.name].append(column)
    return {table: tuple(columns) for table, columns in found.items()}


@cache
def names_of(table: str) -> tuple[str, ...]:
    """What rows of a table are called where they are named by kind and key."""
    model = next(model for model in tables() if model.__tablename__ == table)
    name = getattr(model, "subject_kind", None)
    return tuple(dict.fromkeys([table, name] if isinstance(name, str) else [table]))
