"""The example town as commands on a fresh folder leave it: loaded once for all workers of a run, and copied."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from contextvars import Context
from pathlib import Path
from typing import TypeVar

import pytest
from flask import Flask

from app.core import clock
from app.core.db import db
from tests import town
from tests.conftest import make_app

DATABASE = "jieyou.db"
Left = TypeVar("Left")


def example_in(folder: Path, factory: pytest.TempPathFactory) -> Flask:
    """An application on a copy of the example town in this folder; it is `tests.town.NOW` there."""
    loaded_by_command(folder, factory)
    return app_on(folder)


def loaded_by_command(folder: Path, factory: pytest.TempPathFactory) -> list[tuple[int, str]]:
    """The example town as two commands left it, one after the other, and what each of them answered.

    It is `tests.town.NOW` there.
    """
    said = copied("commanded", folder, factory, _command)
    clock.clock.source = lambda: town.NOW
    return said


def app_on(folder: Path, **settings: object) -> Flask:
    """An application on the database of such a folder."""
    return make_app(folder, f"sqlite:///{folder / DATABASE}", **settings)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def copied(name: str, folder: Path, factory: pytest.TempPathFactory, make: Callable[[Path], Left]) -> Left:
    """Copy the folder that is kept under a name; what making it answered."""
    found = kept(name, factory, make)
    shutil.copytree(found / "data", folder, dirs_exist_ok=True)
    left: Left = pickle.loads((found / "left").read_bytes())
    return left


def kept(name: str, factory: pytest.TempPathFactory, make: Callable[[Path], object]) -> Path:
    """Where the folder is kept, and beside it what making it answered.

    It is made outside of every application's context: a command would run in the one that is open.
    """
    found = shared_folder(factory) / f"left-{name}"
    with found.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not found.exists():
            rough = found.with_suffix(".rough")
            (rough / "data").mkdir(parents=True)
            rough.joinpath("left").write_bytes(pickle.dumps(Context().run(make, rough / "data")))
            rough.rename(found)
    return found


def _command(folder: Path) -> list[tuple[int, str]]:
    clock.clock.source = lambda: town.NOW
    app = app_on(folder)
    run = app.test_cli_runner()
    done = [run.invoke(args=["town", words]) for words in ("stats", "load-example")]
    with app.app_context():
        db.engine.dispose()
    return [(one.exit_code, one.output) for one in done]
