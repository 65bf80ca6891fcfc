"""The town as version 0003 left it: loaded once a run, and once brought to today's version."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.engine import make_url

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
from tests.example import shared_folder
from tests.migrations.finishing import Flow, finish, one_at_each_step, open_flows
from tests.migrations.kept import Kept, Stage
from tests.migrations.rows import load_rows
from tests.town import NOW

DUMP = Path(__file__).resolve().parents[1] / "data" / "town_of_0003"
VERSION, BEFORE_SERIES = "0003", "0012"
Choose = Callable[[Sequence[Flow]], list[Flow]]
THAT_AFTERNOON = NOW + timedelta(hours=5)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """The stages of that town, for all workers."""
    folder = shared_folder(tmp_path_factory) / "town_of_0003"
    folder.mkdir(exist_ok=True)
    return Kept(folder)


@pytest.fixture
def town(database: str, tmp_path: Path, at: Callable[[datetime], None]) -> Iterator[Flask]:
    """An application with the keys and the files of that town, and no database yet."""
    address, name = f"sqlite:///{tmp_path / 'old.db'}", f"jieyou_{WORKER}_old"
    if database == "postgresql":
        address = make_url(postgres.start_shared()).set(database=name).render_as_string(hide_password=False)
    shutil.copytree(DUMP / "files", tmp_path / "files")
    shutil.copy(DUMP / "keys.json", tmp_path / "keys.json")
    (tmp_path / "keys.json").chmod(0o600)
    app = make_app(tmp_path, address)
    at(THAT_AFTERNOON)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    if database == "postgresql":
        postgres.drop_database(postgres.start_shared(), name)


@pytest.fixture
def old(town: Flask, kept: Kept) -> Flask:
    """An application whose database is the dump, in the tables of its own version."""
    kept.reach(LOADED)
    return town


@pytest.fixture
def upgraded(town: Flask, kept: Kept) -> Flask:
    """The same, brought to today's version as the start does it."""
    kept.reach(UPGRADED)
    return town


@pytest.fixture
def choose(database: str, pytestconfig: pytest.Config) -> Choose:
    """Which flows are walked: all of them on PostgreSQL; on SQLite one from every step, with `--thorough` all."""
    is_all = database == "postgresql" or pytestconfig.getoption("thorough")
    return list if is_all else one_at_each_step


@pytest.fixture
def end(choose: Choose) -> Stage:
    """Where the chosen flows have come to their end."""
    return Stage("end", lambda: finish(choose(open_flows(THAT_AFTERNOON)), THAT_AFTERNOON), after=UPGRADED)


def load() -> None:
    """Make the tables of that version and fill them."""
    if db.engine.dialect.name == "postgresql":
        postgres.create_database(postgres.start_shared(), str(db.engine.url.database))
    upgrade(revision=VERSION)
    with db.engine.begin() as connection:
        load_rows(connection, DUMP / "rows.jsonl.gz")


def do_what_a_start_does() -> None:
    """Take the rows on record, seal people anew, freeze what stands, write rows of matters, tell what was."""
    with transaction():
        adopt_tables(clock.now())
    with transaction():
        seal_participants()
    assert freeze_standing_papers(now=clock.now()) == []
    rebuild()
    tell_all()


LOADED = Stage("loaded", load)
MIGRATED = Stage("migrated", upgrade, after=LOADED)
UPGRADED = Stage("upgraded", do_what_a_start_does, after=MIGRATED)
BACK = Stage("back", lambda: downgrade(revision=BEFORE_SERIES), after=UPGRADED)
