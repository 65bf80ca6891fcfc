"""The example town as its first start leaves it: loaded once for all workers of a run, and copied."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from pathlib import Path

import pytest
from flask import Flask

from app.cli.town import load_example_if_empty
from app.core import clock
from app.core.db import Model, db
from tests import town
from tests.conftest import make_app

DATABASE = "town.db"


def example_in(folder: Path, factory: pytest.TempPathFactory) -> tuple[Flask, list[tuple[str, str, str]]]:
    """An application on a copy of the example town in this folder, and the sign-ins (whose, name, password) told then.

    It is `tests.town.NOW` there.
    """
    shared = shared_folder(factory) / "example"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            _load(shared)
    shutil.copytree(shared / "data", folder, dirs_exist_ok=True)
    clock.clock.source = lambda: town.NOW
    return _app(folder), pickle.loads((shared / "told").read_bytes())


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run have in common."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def _app(folder: Path) -> Flask:
    return make_app(folder, f"sqlite:///{folder / DATABASE}")


def _load(shared: Path) -> None:
    rough = shared.with_suffix(".rough")
    (rough / "data").mkdir(parents=True)
    clock.clock.source = lambda: town.NOW
    app = _app(rough / "data")
    with app.app_context():
        Model.metadata.create_all(db.engine)
    told = load_example_if_empty(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    (rough / "told").write_bytes(pickle.dumps(told))
    rough.rename(shared)
