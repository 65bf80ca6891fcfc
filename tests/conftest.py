"""Fixtures: a fresh copy of the small town for every test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import settings
from werkzeug.test import TestResponse

from app import create_app
from app.accounts.models import Account
from app.core import clock, foreign
from app.core.db import Model, db
from app.core.transaction import is_writing
from tests import postgres, town
from tests.browser import browser
from tests.signed_in import signed_in

__all__ = ["browser"]

settings.register_profile("house", deadline=None)
settings.load_profile("house")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def _nobody_waits() -> None:
    """What strangers made is read before the writing transaction: in every test of the suite."""
    assert not (has_app_context() and is_writing()), "a foreign file is read while others wait to write"


def pytest_configure(config: pytest.Config) -> None:
    foreign.watchers.append(_nobody_waits)
    if not hasattr(config, "workerinput"):
        postgres.prepare_shared()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop_shared()


class Ground(ABC):
    """One application on one database whose content is put back before every test."""

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
        super().__init__(make_app(folder, postgres.create_database(self.admin_url, self.name, self.template)))

    def restore(self) -> None:
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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Which database the test runs on; `pytest.mark.parametrize("database", ["sqlite"], indirect=True)` narrows it."""
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
    with ground.app.app_context():
        yield ground.app
        db.session.remove()
        db.engine.dispose()


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
