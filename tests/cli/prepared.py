"""Data folders that commands left behind: each made once for all workers of a run, and copied."""

from __future__ import annotations

import fcntl
import pickle
import shutil
from collections.abc import Callable
from contextvars import Context
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask
from flask_migrate import upgrade

from app.cli import prepare
from app.cli.serve import prepare_database
from app.core import clock
from app.core.clock import SHANGHAI
from app.core.db import db
from tests import town
from tests.conftest import make_app
from tests.example import shared_folder

DATABASE = "jieyou.db"
OTHER_DAY = datetime(2027, 1, 2, 10, 30, tzinfo=SHANGHAI)
"""At the turn of a year without a notice of holidays."""
Left = TypeVar("Left")


def app_on(folder: Path, **settings: object) -> Flask:
    """An application on the database of such a folder."""
    return make_app(folder, f"sqlite:///{folder / DATABASE}", **settings)


def migrated_in(folder: Path, factory: pytest.TempPathFactory) -> None:
    """Tables as the migrations alone leave them on a fresh folder."""
    _copied("migrated", folder, factory, _migrate)


def loaded_by_command(folder: Path, factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """The example town as two commands left it, one after the other, and what each of them answered.

    It is `tests.town.NOW` there.
    """
    said = _copied("commanded", folder, factory, _command)
    clock.clock.source = lambda: town.NOW
    return said


def loaded_on_another_day(folder: Path, factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """The example town as a start that practises on `OTHER_DAY` left it, and the sign-ins it told.

    It is `OTHER_DAY` there.
    """
    told = _copied("practised", folder, factory, _practise)
    clock.clock.source = lambda: OTHER_DAY
    return told


def lay_instead_of_migrating(monkeypatch: pytest.MonkeyPatch, factory: pytest.TempPathFactory) -> None:
    """Whoever would migrate an empty SQLite file finds what the migrations leave there."""

    def lay() -> None:
        place = Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        kept = _kept("migrated", factory, _migrate) / "data" / DATABASE
        place.write_bytes(kept.read_bytes())

    monkeypatch.setattr(prepare, "_update", lay)


def _migrate(folder: Path) -> None:
    app = app_on(folder)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def _command(folder: Path) -> list[tuple[int, str]]:
    clock.clock.source = lambda: town.NOW
    app = app_on(folder)
    run = app.test_cli_runner()
    done = [run.invoke(args=["town", words]) for words in ("stats", "load-example")]
    with app.app_context():
        db.engine.dispose()
    return [(one.exit_code, one.output) for one in done]


def _practise(folder: Path) -> list[tuple[str, str, str]]:
    app = app_on(folder, PRETEND_DATE=f"{OTHER_DAY:%Y-%m-%d}")
    clock.clock.source = lambda: OTHER_DAY
    told = prepare_database(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return told


def _copied(name: str, folder: Path, factory: pytest.TempPathFactory, make: Callable[[Path], Left]) -> Left:
    kept = _kept(name, factory, make)
    shutil.copytree(kept / "data", folder, dirs_exist_ok=True)
    left: Left = pickle.loads((kept / "left").read_bytes())
    return left


def _kept(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """Where the folder is kept, and beside it what making it answered.

    It is made outside of every application's context: a command would run in the one that is open.
    """
    kept = shared_folder(factory) / f"left-{name}"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            rough = kept.with_suffix(".rough")
            (rough / "data").mkdir(parents=True)
            rough.joinpath("left").write_bytes(pickle.dumps(Context().run(make, rough / "data")))
            rough.rename(kept)
    return kept
