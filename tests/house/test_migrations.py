"""Migrations: numbered one after another, equal to the models, whole or not at all, and kind to live cases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import stamp, upgrade

from app.core.db import Model, db
from tests import postgres
from tests.conftest import WORKER, make_app
from tests.story import Story

FOLDER = Path(__file__).resolve().parents[2] / "app" / "migrations"
REMEDY = "models and migrations differ; run `flask db revision --autogenerate -m …`"

REBUILDING = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{number}", "{before}", None, None

def upgrade():
    with op.batch_alter_table("mediation_case", recreate="{recreate}") as batch:
        batch.add_column(sa.Column("nickname", sa.String(20), nullable=False, server_default=""))
    {then}

def downgrade():
    with op.batch_alter_table("mediation_case") as batch:
        batch.drop_column("nickname")
"""


@pytest.fixture
def empty(database: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without any table."""
    address, name = f"sqlite:///{tmp_path / 'empty.db'}", f"jieyou_{WORKER}_empty"
    if database == "postgresql":
        address = postgres.create_database(postgres.start_shared(), name)
    app = make_app(tmp_path, address)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        postgres.drop_database(postgres.start_shared(), name)


def numbers() -> list[str]:
    return sorted(path.name.split("_")[0] for path in (FOLDER / "versions").glob("*.py"))


def schema(engine: sa.Engine) -> dict[str, object]:
    """All that an inspector tells about every table, in one order on every way to build them."""
    seen = sa.inspect(engine)
    return {
        name: {
            "columns": sorted(
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(name)
            ),
            "indexes": sorted(
                (str(index["name"]), index["column_names"], index["unique"], _predicate(index))
                for index in seen.get_indexes(name)
            ),
            "unique": sorted((str(one["name"]), one["column_names"]) for one in seen.get_unique_constraints(name)),
            "checks": sorted((str(one["name"]), one["sqltext"]) for one in seen.get_check_constraints(name)),
            "foreign": sorted(
                (str(one["name"]), one["constrained_columns"], one["referred_table"])
                for one in seen.get_foreign_keys(name)
            ),
            "key": seen.get_pk_constraint(name)["constrained_columns"],
        }
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def _predicate(index: sa.engine.interfaces.ReflectedIndex) -> str:
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def branch(folder: Path, *, then: str = "pass") -> str:
    """A copy of the migrations with one more, which rebuilds the table of cases; returns where it lies."""
    copy = folder / "migrations"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    before = numbers()[-1]
    number = f"{int(before) + 1:04d}"
    recreate = "always" if db.engine.dialect.name == "sqlite" else "auto"
    text = REBUILDING.format(number=number, before=before, recreate=recreate, then=then)
    (copy / "versions" / f"{number}_nickname.py").write_text(text)
    return str(copy)


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Model.metadata.sorted_tables
        }


def test_numbers_follow_each_other_and_the_newest_is_noted(database: str) -> None:
    assert numbers() == [f"{place:04d}" for place in range(1, len(numbers()) + 1)]
    assert (FOLDER / ".head").read_text() == f"{numbers()[-1]}\n"


@pytest.mark.both
def test_an_upgraded_empty_database_equals_the_models(empty: Flask, tmp_path: Path) -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Model.metadata) == [], REMEDY
    migrated = schema(db.engine)
    Model.metadata.drop_all(db.engine)
    Model.metadata.create_all(db.engine)
    assert migrated == schema(db.engine), REMEDY


@pytest.mark.both
def test_an_upgrade_of_a_database_at_head_changes_nothing(app: Flask) -> None:
    Story().register().start_at("village")
    before = counts()
    stamp()
    upgrade()
    assert counts() == before


@pytest.mark.both
def test_rebuilding_the_table_of_cases_keeps_live_cases(app: Flask, tmp_path: Path) -> None:
    story = Story().register().start_at("village")
    before = counts()
    stamp()
    db.session.remove()
    upgrade(directory=branch(tmp_path))
    assert counts() == before
    assert db.session.scalar(sa.text("SELECT nickname FROM mediation_case")) == ""
    assert story.accept().case.number == "（2026）小海眼人调字第0001号"
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
        assert db.session.scalar(sa.text("PRAGMA foreign_keys")) == 1


@pytest.mark.both
@pytest.mark.parametrize(
    ("then", "refusal"),
    [
        pytest.param("op.execute('UPDATE no_such_table SET a = 1')", "no_such_table", id="unknown table"),
        pytest.param("op.execute('UPDATE process SET definition_id = 9')", "process", id="a row that points nowhere"),
    ],
)
def test_a_migration_that_fails_leaves_everything_as_it_was(
    app: Flask, tmp_path: Path, then: str, refusal: str
) -> None:
    Story().register()
    before = counts()
    stamp()
    db.session.remove()
    with pytest.raises((sa.exc.DBAPIError, LookupError), match=refusal):
        upgrade(directory=branch(tmp_path, then=then))
    assert counts() == before
    columns = {column["name"] for column in sa.inspect(db.engine).get_columns("mediation_case")}
    assert "nickname" not in columns
    assert db.session.scalar(sa.text("SELECT version_num FROM alembic_version")) == numbers()[-1]
