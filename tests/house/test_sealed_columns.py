"""Every sealed column says what it is bound to, and every table of files is known."""

from __future__ import annotations

import pytest
from flask import Flask

from app.cli.kept_files import NAME_COLUMN, TABLES
from app.core.db import Model, db
from app.core.sealed_columns import BOUND_TO, ENDING, sealed_columns
from app.petitions.models import Petition
from tests.petitions.way import Way

SEALED = [column for table in Model.metadata.sorted_tables for column in table.columns if column.name.endswith(ENDING)]


def test_there_are_sealed_columns_to_look_at() -> None:
    assert len(SEALED) >= 10


@pytest.mark.parametrize("column", SEALED, ids=lambda one: f"{one.table.name}.{one.name}")
def test_a_sealed_column_names_columns_of_its_row_that_make_it_unmistakable(column: object) -> None:
    (one,) = [found for found in sealed_columns() if found.column is column]
    assert one.bound_to, f"info={{{BOUND_TO!r}: (…)}}"
    assert set(one.bound_to) <= set(one.table.columns.keys())
    unique = [{part.name for part in one.table.primary_key.columns}]
    unique += [{name} for name, part in one.table.columns.items() if part.unique]
    assert set(one.bound_to) in unique, "two rows would have the same place"


def test_no_other_table_names_files() -> None:
    found = {table.name for table in Model.metadata.sorted_tables if NAME_COLUMN in table.columns}
    assert found == set(TABLES)


def test_the_place_it_says_is_the_place_the_room_seals_to(app: Flask) -> None:
    Way().register()
    column = next(one for one in sealed_columns() if one.table.name == Petition.__tablename__)
    with db.engine.connect() as connection:
        rows = list(column.all_rows(connection))
        assert rows
        assert all(column.opens(app.config["KEY_RING"], row) for row in rows)
