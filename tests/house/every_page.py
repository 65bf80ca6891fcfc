"""Every page of a town whose keys stand nowhere else, read once for all tests that look at pages."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Mapper

from app.core import append_only, error_pages
from app.core.db import Model, db
from tests.house.many_states import OF_EACH_ROLE, addresses, cases_in_many_states, petitions_in_many_states
from tests.looks_watched import fingerprint, looks_watched

FAR, DRAWN = 7_000_000, 7_500_000
KEY = re.compile(r"(?<!\d)7[05]\d{5}(?!\d)")
"""A key of this town: of a row that lay there, or of one that was written since."""
CHAINED = {*append_only._tables, "audit_head"}
"""Tables whose keys are counted on, and shown to nobody."""
READERS = 3
"""So many roles read each page; what differs between them is which parts stand there, not how a part is made."""
ClientOf = Callable[[str], FlaskClient]


@dataclass(frozen=True)
class Page:
    """What somebody got who could open an address."""

    place: str
    mimetype: str
    text: str


@dataclass(frozen=True)
class Reading:
    """All that was read, and what the reading left behind: by looks one by one, and tables that differ afterwards."""

    pages: list[Page]
    left: list[str]
    changed: set[str]


_read: dict[str, Reading] = {}
"""What was read, by the database it was read from."""


def every_page(app: Flask, client_of: ClientOf) -> Reading:
    """Each page as up to `READERS` roles see it; what is refused is no page, and not drawn as one."""
    database = db.engine.dialect.name
    if database not in _read:
        with far_keys(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(error_pages, "render_template", lambda *_names, **_values: "")
            _read[database] = _read_all(app, client_of)
    return _read[database]


def _read_all(app: Flask, client_of: ClientOf) -> Reading:
    cases_in_many_states()
    petitions_in_many_states()
    for name in OF_EACH_ROLE.values():
        client_of(name)
    before = fingerprint()
    with looks_watched(app) as left:
        pages = list(_pages(app, client_of))
    return Reading(pages, left, {name for name, now in fingerprint().items() if now != before[name]})


def _pages(app: Flask, client_of: ClientOf) -> Iterator[Page]:
    clients = {"": app.test_client(), **{role: client_of(name) for role, name in OF_EACH_ROLE.items()}}
    may_enter = {role: set(addresses(app, role)) for role in clients}
    for place in sorted(set().union(*may_enter.values())):
        answers = (client.get(place) for role, client in clients.items() if place in may_enter[role])
        for one in islice((answer for answer in answers if answer.status_code == 200), READERS):
            yield Page(place, one.mimetype, one.text if one.mimetype.startswith("text/") else "")


@contextmanager
def far_keys() -> Iterator[None]:
    """Every key of the town is a number that stands nowhere else: those that lie there, and those that come."""
    db.session.remove()
    db.engine.dispose()
    _move_keys()
    coming = count(DRAWN)

    def draw(mapper: Mapper[Any], _connection: object, row: Any) -> None:
        keys, is_chained = mapper.primary_key, mapper.local_table.name in CHAINED
        if len(keys) == 1 and keys[0].name == "id" and row.id is None and not is_chained:
            row.id = next(coming)

    event.listen(Model, "before_insert", draw, propagate=True)
    try:
        yield
    finally:
        event.remove(Model, "before_insert", draw)


def _move_keys() -> None:
    """Add `FAR` to every key; no foreign key and no trigger asks meanwhile."""
    moving = []
    for table in Model.metadata.sorted_tables:
        keys = [column.name for column in table.columns if _is_key(column)]
        if keys and table.name not in CHAINED:
            moving.append(f"UPDATE {table.name} SET {', '.join(f'{name} = {name} + {FAR}' for name in keys)}")
    if db.engine.dialect.name == "sqlite":
        with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
            for statement in moving:
                connection.execute(statement)
            connection.commit()
        return
    with db.engine.begin() as server:
        for statement in ("SET LOCAL session_replication_role = replica", *moving):
            server.exec_driver_sql(statement)


def _is_key(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.Integer) and (column.name == "id" or column.name.endswith("_id"))
