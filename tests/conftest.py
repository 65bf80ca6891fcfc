"""Fixtures: a fresh copy of the small town for every test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import settings
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.actions import passwords
from app.accounts.models import Account
from app.core import clock, foreign, pdf
from app.core.db import Model, db
from app.core.transaction import is_writing
from tests import costs, postgres, room, stations, town
from tests.browser import browser
from tests.kept_rows import KeptRows
from tests.signed_in import signed_in
from tests.stations import Stations

__all__ = ["browser"]

settings.register_profile("house", deadline=None)
settings.load_profile("house")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
NEW_OBJECTS = 20_000
"""After how many new objects Python looks for circles nobody holds any more; its 700 are meant for small programs."""
gc.set_threshold(NEW_OBJECTS, 20, 50)


AS_SERVED = {name: getattr(passwords, name) for name in ("_hasher", "_NOBODY")}
"""How passwords are hashed where people sign in: 64 MiB and the better part of a core each time."""


def _hash_lightly() -> None:
    """The same algorithm at a thousandth of the cost; `hashing_as_served` brings the real one back."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._hasher.hash("nobody's")


def _nobody_waits() -> None:
    """What strangers made is read before the writing transaction: in every test of the suite."""
    assert not (has_app_context() and is_writing()), "a foreign file is read while others wait to write"


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(costs)
    foreign.watchers.append(_nobody_waits)
    _hash_lightly()
    if not hasattr(config, "workerinput"):
        room.take()
        postgres.prepare_shared()


def pytest_collection_finish() -> None:
    """What was imported and collected stays until the end: no later look for circles goes through it again."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop_shared()
        room.give_back()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="every test on both databases; axe in every state of a page"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On SQLite; on PostgreSQL as well what is marked `both`; on one alone what is marked `only`."""
    if "database" not in metafunc.fixturenames or _names_database(metafunc.definition):
        return
    only = metafunc.definition.get_closest_marker("only")
    is_both = metafunc.definition.get_closest_marker("both") or metafunc.config.getoption("thorough")
    databases = only.args if only else ("sqlite", "postgresql") if is_both else ("sqlite",)
    metafunc.parametrize("database", databases, indirect=True)


def _names_database(test: pytest.Function) -> bool:
    return any("database" in marker.args[0] for marker in test.iter_markers("parametrize"))


class Ground(ABC):
    """One application on one database whose content is put back before every test."""

    stations: Stations | None = None

    def __init__(self, app: Flask) -> None:
        self.app = app

    def reset(self) -> None:
        """Put the small town back, without the attachments of earlier tests."""
        with self.app.app_context():
            db.engine.dispose()
        shutil.rmtree(Path(self.app.config["DATA_FOLDER"]) / "files", ignore_errors=True)
        self.restore()

    @abstractmethod
    def restore(self) -> None:
        """Put the database back."""


class SqliteGround(Ground):
    def __init__(self, folder: Path, **settings: object) -> None:
        self.file, self.template = folder / "test.db", folder / "template.db"
        super().__init__(make_app(folder, f"sqlite:///{self.file}", **settings))
        self.stations = Stations(self.file, folder)
        with self.app.app_context():
            Model.metadata.create_all(db.engine)
            town.build_town()
            db.session.remove()
            db.engine.dispose()
        shutil.copy(self.file, self.template)

    def restore(self) -> None:
        for left in self.file.parent.glob("test.db-*"):
            left.unlink()
        shutil.copy(self.template, self.file)
        self.stations.begin()


class PostgresGround(Ground):
    def __init__(self, folder: Path) -> None:
        self.admin_url = postgres.start_shared()
        self.name, self.template = f"jieyou_{WORKER}", f"jieyou_{WORKER}_template"
        filled = make_app(folder, postgres.create_database(self.admin_url, self.template))
        with filled.app_context():
            Model.metadata.create_all(db.engine)
            town.build_town()
            db.session.remove()
            db.engine.dispose()
        address = postgres.create_database(self.admin_url, self.name, self.template)
        super().__init__(make_app(folder, address))
        self.kept = KeptRows(postgres.plain_address(address))

    def restore(self) -> None:
        if not self.kept.put_back():
            postgres.create_database(self.admin_url, self.name, self.template)


class Browser(FlaskClient):
    """A test client whose every request has an application context of its own, as on a server.

    Otherwise `g` of the test's context would live on between requests, and with it whoever signed in first.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def make_app(folder: Path, address: str, **settings: object) -> Flask:
    if address.startswith("postgresql://"):
        address = address.replace("postgresql://", "postgresql+psycopg://", 1)
    settings = {
        "REQUIRE_SECOND_FACTOR": False,
        "DATA_FOLDER": str(folder),
        "SQLALCHEMY_DATABASE_URI": address,
        "PUBLIC_URL": "https://jieyou.example.cn",
        **settings,
    }
    app = create_app(TESTING=True, WTF_CSRF_ENABLED=False, **settings)
    app.test_client_class = Browser
    return app


@pytest.fixture(scope="session")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ground]:
    return {}


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on (see `pytest_generate_tests`)."""
    return str(request.param)


@pytest.fixture
def app(database: str, grounds: dict[str, Ground], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a fresh copy of the small town, inside an application context."""
    if database not in grounds:
        folder = tmp_path_factory.mktemp(database)
        grounds[database] = SqliteGround(folder) if database == "sqlite" else PostgresGround(folder)
    ground = grounds[database]
    ground.reset()
    clock.clock.source = lambda: town.NOW
    stations.here = ground.stations
    with ground.app.app_context():
        yield ground.app
        stations.here = None
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def hashing_as_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed at their real cost."""
    for name, value in AS_SERVED.items():
        monkeypatch.setattr(passwords, name, value)


@pytest.fixture
def unprinted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A paper is answered as its filled template, not laid out: for tests that ask for hundreds of them."""
    monkeypatch.setattr(pdf, "lay_out", lambda filled, _marks=None: pdf.Pdf(filled.encode(), 1, "0" * 64))


@pytest.fixture
def at() -> Callable[[datetime], None]:
    """Set the clock: ``at(moment)``."""

    def set_clock(moment: datetime) -> None:
        clock.clock.source = lambda: moment

    return set_clock


@pytest.fixture
def account(app: Flask) -> Callable[[str], Account]:
    """An account by its sign-in name (see tests/town.py)."""

    def find(login_name: str) -> Account:
        return db.session.query(Account).filter_by(login_name=login_name).one()

    return find


@pytest.fixture
def client_of(app: Flask) -> Callable[[str], FlaskClient]:
    """A test client that is signed in under a name, without the cost of a password hash."""

    return partial(signed_in, app)
