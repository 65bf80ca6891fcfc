"""Addresses name rows by their public id; views are called with the key.

A rule says which table it means: ``/<row(mediation_case):case_id>``.  An unknown public id becomes a key that no row
has, so that the view says its own sentence, whether there never was such a row or somebody may not see it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, g, request
from werkzeug.routing import BaseConverter, Map

from app.core import public_ids


@dataclass(frozen=True)
class Named:
    """A row as an address names it."""

    table: str
    public_id: str


class RowConverter(BaseConverter):
    """The part of an address that names a row of one table."""

    regex = public_ids.PATTERN

    def __init__(self, map: Map, table: str) -> None:
        super().__init__(map)
        self.table = table

    def to_python(self, value: str) -> Named:
        """Which row is named; it is looked up once it is known who asks (`_look_up`)."""
        return Named(self.table, value)

    def to_url(self, value: int | str) -> str:
        """The public id of a row: as it is given, or that of a key.  Raises `LookupError` for a key without a row."""
        if isinstance(value, str):
            return value
        known = _known().get((self.table, value))
        return known or public_ids.public_id_of(public_ids.table_named(self.table), value)


def _known() -> dict[tuple[str, int], str]:
    """What this request's address named."""
    known: dict[tuple[str, int], str] = g.setdefault("named_rows", {})
    return known


def _look_up() -> None:
    for name, value in (request.view_args or {}).items():
        if isinstance(value, Named):
            key = public_ids.key_of(public_ids.table_named(value.table), value.public_id)
            if key != public_ids.NO_ROW:
                _known()[value.table, key] = value.public_id
            request.view_args = {**(request.view_args or {}), name: key}


def init_app(app: Flask) -> None:
    """Enter the converter; register after the guard: whoever may not enter a view has nothing looked up."""
    app.url_map.converters["row"] = RowConverter
    app.before_request(_look_up)
