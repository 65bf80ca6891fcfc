"""A database as plain rows, of no database's own kind: gzipped JSON lines that SQLite and PostgreSQL both take.

The first line of a table names it and the kind of each column; every further line is one row.  Tables stand in the
order in which one may point to another, rows in the order of their keys.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, MetaData, Table

KINDS: tuple[tuple[type[object], str], ...] = (
    (bool, "truth"),
    (int, "whole"),
    (Decimal, "amount"),
    (datetime, "moment"),
    (date, "day"),
    (bytes, "bytes"),
    (str, "text"),
)
WRITERS: dict[str, Callable[..., object]] = {
    "amount": str,
    "moment": datetime.isoformat,
    "day": date.isoformat,
    "bytes": lambda content: base64.b64encode(content).decode(),
}
READERS: dict[str, Callable[..., object]] = {
    "amount": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": base64.b64decode,
}


@dataclass(frozen=True)
class Columns:
    """A table's name and its columns with their kinds, as the dump writes them."""

    table: str
    kinds: dict[str, str]

    def write(self, row: sa.RowMapping) -> list[object]:
        return [None if row[name] is None else WRITERS.get(kind, _same)(row[name]) for name, kind in self.kinds.items()]

    def read(self, values: list[object]) -> dict[str, object]:
        pairs = zip(self.kinds.items(), values, strict=True)
        return {name: None if value is None else READERS.get(kind, _same)(value) for (name, kind), value in pairs}


def write_rows(connection: Connection, metadata: MetaData, path: Path) -> dict[str, int]:
    """Write every table of `metadata`; returns the number of rows by table."""
    counts = {}
    with path.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        for table in metadata.sorted_tables:
            columns = Columns(table.name, {column.name: _kind(column) for column in table.columns})
            packed.write(_line({"table": columns.table, "columns": columns.kinds}))
            rows = connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings().all()
            for row in rows:
                packed.write(_line(columns.write(row)))
            counts[table.name] = len(rows)
    return counts


def tables_in(path: Path) -> Iterator[tuple[Columns, list[dict[str, object]]]]:
    """Every table of a dump with its rows, in the order they can be inserted."""
    columns, rows = None, []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            read = json.loads(line)
            if isinstance(read, list):
                assert columns is not None
                rows.append(columns.read(read))
                continue
            if columns is not None:
                yield columns, rows
            columns, rows = Columns(read["table"], read["columns"]), []
    if columns is not None:
        yield columns, rows


def load_rows(connection: Connection, path: Path) -> dict[str, int]:
    """Insert a dump into empty tables of its own version; returns the number of rows by table.

    Sequences go on after the greatest key.
    """
    counts = {}
    for columns, rows in tables_in(path):
        table = _table(columns)
        if rows:
            connection.execute(sa.insert(table), rows)
        counts[columns.table] = len(rows)
        if connection.dialect.name == "postgresql" and columns.kinds.get("id") == "whole" and rows:
            after = sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :greatest)")
            connection.execute(after, {"name": columns.table, "greatest": max(int(str(row["id"])) for row in rows)})
    return counts


TYPES: dict[str, sa.types.TypeEngine[object]] = {
    "truth": sa.Boolean(),
    "whole": sa.BigInteger(),
    "amount": sa.Numeric(14, 2),
    "moment": sa.DateTime(timezone=True),
    "day": sa.Date(),
    "bytes": sa.LargeBinary(),
    "text": sa.Text(),
}


def _table(columns: Columns) -> Table:
    """The table as far as an insert must know it; today's models may know it otherwise."""
    return Table(columns.table, MetaData(), *(sa.Column(name, TYPES[kind]) for name, kind in columns.kinds.items()))


def _kind(column: sa.Column[object]) -> str:
    kept = column.type
    python = (kept.impl_instance if isinstance(kept, sa.TypeDecorator) else kept).python_type
    return next(kind for one, kind in KINDS if issubclass(python, one))


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _same(value: object) -> object:
    return value
