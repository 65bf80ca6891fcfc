"""Every sealed column of every table, and what its values are bound to, known from the models: none is forgotten.

A room writes it where the column stands: ``mapped_column(Text, info={BOUND_TO: ("number",)})``.  The value is then
bound to ``table.column:number``; several columns are joined by colons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, MetaData, RowMapping, Select, Table, inspect, select

from app.core.db import Model
from app.core.key_ring import KeyRing, SealBroken

BOUND_TO, ENDING = "bound_to", "_sealed"
BY_UID = {BOUND_TO: ("uid",)}
"""Of a column that is bound to its row's uid."""
AT_ONCE = 200
"""Rows that are held in memory at the same time."""


@dataclass(frozen=True)
class SealedColumn:
    """One column with tokens, and the columns whose values they are bound to."""

    table: Table
    column: Column[Any]
    bound_to: tuple[str, ...]

    @property
    def name(self) -> str:
        """As it is named in a report: ``draft.payload_sealed``."""
        return f"{self.table.name}.{self.column.name}"

    def place(self, row: RowMapping) -> str:
        """What the token of a row is bound to."""
        bound = ":".join(str(row[name]) for name in self.bound_to)
        return f"{self.table.name}.{self.column.name.removesuffix(ENDING)}:{bound}"

    def rows(self) -> Select[Any]:
        """Key, binding and token of every row that has one, in the order of the keys."""
        key = list(self.table.primary_key.columns)
        bound = [self.table.c[name] for name in self.bound_to if not self.table.c[name].primary_key]
        return select(*key, *bound, self.column).where(self.column.is_not(None)).order_by(*key)

    def opens(self, ring: KeyRing, row: RowMapping) -> bool:
        """Whether the token of a row opens in its place."""
        try:
            ring.open(row[self.column.name], self.place(row))
        except SealBroken:
            return False
        return True

    def all_rows(self, connection: Connection) -> Iterator[RowMapping]:
        """Every row with a token, a few at a time."""
        with connection.execute(self.rows().execution_options(yield_per=AT_ONCE)) as found:
            yield from found.mappings()


def sealed_columns(metadata: MetaData = Model.metadata) -> list[SealedColumn]:
    """Every sealed column, in the order of the tables.  Raises `KeyError` for one that says not what it is bound to."""
    return [
        SealedColumn(table, column, column.info[BOUND_TO])
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(ENDING)
    ]


def sealed_columns_in(connection: Connection) -> list[SealedColumn]:
    """Those a database has, which may be of an older version."""
    seen = inspect(connection)
    tables = set(seen.get_table_names())
    there = {name: {one["name"] for one in seen.get_columns(name)} for name in _tables_with_seals() & tables}
    return [one for one in sealed_columns() if one.column.name in there.get(one.table.name, ())]


def _tables_with_seals() -> set[str]:
    return {one.table.name for one in sealed_columns()}
