"""The town as version 0003 left it: loaded once for the tests of this folder, and once brought to today's version."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.audit.actions.adopt import adopt_tables
from app.cli.freeze_papers import freeze_standing_papers
from app.cli.seal_participants import seal_participants
from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.rebuild import rebuild
from app.matters.actions.tell import tell_all
from tests import postgres
from tests.conftest import WORKER, make_app
from tests.migrations.kept import Kept
from tests.migrations.rows import load_rows
from tests.town import NOW

DUMP = Path(__file__).resolve().parents[1] / "data" / "town_of_0003"
VERSION = "0003"
THAT_AFTERNOON = NOW + timedelta(hours=5)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """The dump as it was loaded and as it was upgraded, once for all tests that begin there."""
    made = Kept(tmp_path_factory.mktemp("kept"))
    yield made
    made.drop()


@pytest.fixture
def old(database: str, tmp_path: Path, at: Callable[[datetime], None], kept: Kept) -> Iterator[Flask]:
    """An application whose database is the dump, in the tables of its own version."""
    address, name = f"sqlite:///{tmp_path / 'old.db'}", f"jieyou_{WORKER}_old"
    if database == "postgresql":
        address = postgres.create_database(postgres.start_shared(), name)
    shutil.copytree(DUMP / "files", tmp_path / "files")
    shutil.copy(DUMP / "keys.json", tmp_path / "keys.json")
    (tmp_path / "keys.json").chmod(0o600)
    app = make_app(tmp_path, address)
    at(THAT_AFTERNOON)
    with app.app_context():
        kept.reach("loaded", load)
        yield app
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        postgres.drop_database(postgres.start_shared(), name)


def load() -> None:
    """Make the tables of that version and fill them."""
    upgrade(revision=VERSION)
    with db.engine.begin() as connection:
        load_rows(connection, DUMP / "rows.jsonl.gz")


@pytest.fixture
def upgraded(old: Flask, kept: Kept) -> Flask:
    """The same, brought to today's version as the start does it."""
    kept.reach("upgraded", bring_up_to_date)
    return old


def bring_up_to_date() -> None:
    """Upgrade, take the rows on record, seal people anew, freeze what stands, write rows of matters, tell what was."""
    upgrade()
    with transaction():
        adopt_tables(clock.now())
    with transaction():
        seal_participants()
    assert freeze_standing_papers(now=clock.now()) == []
    rebuild()
    tell_all()
