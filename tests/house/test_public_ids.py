"""No page shows an integer key: not in an address, a name, a value, an id, nor in its words (P5, S13)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count, islice
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Mapper
from werkzeug.routing import IntegerConverter

from app.core import append_only
from app.core.db import Model, db
from app.core.public_ids import ALPHABET, HasPublicId, draw_public_id, is_public_id
from tests.house.test_reading_writes_nothing import (
    OF_EACH_ROLE,
    addresses,
    cases_in_many_states,
    petitions_in_many_states,
)

FAR, DRAWN = 7_000_000, 7_500_000
KEY = re.compile(r"(?<!\d)7[05]\d{5}(?!\d)")
"""A key of this test's town: of a row that lay there, or of one that was written since."""
CHAINED = {*append_only._tables, "audit_head"}
"""Tables whose keys are counted on, and shown to nobody."""
READERS = 2
OLD_RULES = "desk."


@pytest.fixture
def far_keys(app: Flask) -> Iterator[None]:
    """Every key of the town is a number that stands nowhere else: those that lie there, and those that come."""
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(str(db.engine.url.database))) as connection:
        for table in Model.metadata.sorted_tables:
            keys = [column.name for column in table.columns if _is_key(column)]
            if keys and table.name not in CHAINED:
                moved = ", ".join(f"{name} = {name} + {FAR}" for name in keys)
                connection.execute(f"UPDATE {table.name} SET {moved}")
        connection.commit()
    coming = count(DRAWN)

    def draw(mapper: Mapper[Any], _connection: object, row: Any) -> None:
        keys, is_chained = mapper.primary_key, mapper.local_table.name in CHAINED
        if len(keys) == 1 and keys[0].name == "id" and row.id is None and not is_chained:
            row.id = next(coming)

    event.listen(Model, "before_insert", draw, propagate=True)
    yield
    event.remove(Model, "before_insert", draw)


def _is_key(column: sa.Column[Any]) -> bool:
    return isinstance(column.type, sa.Integer) and (column.name == "id" or column.name.endswith("_id"))


@pytest.mark.usefixtures("far_keys")
def test_no_page_shows_a_key(app: Flask, client_of: Callable[[str], FlaskClient]) -> None:
    cases_in_many_states()
    petitions_in_many_states()
    clients = {"": app.test_client(), **{role: client_of(name) for role, name in OF_EACH_ROLE.items()}}
    may_enter = {role: set(addresses(app, role, papers=False)) for role in clients}
    places = sorted(place for place in set().union(*may_enter.values()) if not KEY.search(place))
    found, seen = {}, 0
    for place in places:
        answers = (client.get(place) for role, client in clients.items() if place in may_enter[role])
        for page in islice((one for one in answers if one.status_code == 200), READERS):
            seen += 1
            shown = KEY.search(page.text) if page.mimetype.startswith("text/") else None
            if shown:
                found[place] = page.text[max(shown.start() - 60, 0) : shown.end() + 20]
    assert found == {}
    assert seen > 150


def test_no_address_takes_a_key_but_those_from_before(app: Flask) -> None:
    taking = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if any(isinstance(one, IntegerConverter) for one in rule._converters.values())
    }
    assert {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(OLD_RULES)} >= taking


def test_public_ids_are_drawn_apart_and_read_for_nothing_else() -> None:
    drawn = {draw_public_id() for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert all(map(is_public_id, drawn))
    assert not set("01ilo") & set(ALPHABET)
    for wrong in ("", "0" * 12, "a" * 11, "a" * 13, "A" * 12, "aaaaaaaaaaa\n", "\uff41" * 12):
        assert not is_public_id(wrong), wrong


def test_every_table_that_an_address_names_has_them(app: Flask) -> None:
    named = {name for rule in app.url_map.iter_rules() for name in re.findall(r"<row\((\w+)\):", rule.rule)}
    with_ids = {
        mapper.class_.__tablename__ for mapper in Model.registry.mappers if issubclass(mapper.class_, HasPublicId)
    }
    assert named <= with_ids
    assert len(named) > 15
