"""Rows are called by public ids, and keys stand only in addresses from before (P5, S13)."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.routing import IntegerConverter

from app.core.db import Model
from app.core.public_ids import ALPHABET, HasPublicId, draw_public_id, is_public_id

OLD_RULES = "desk."


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
