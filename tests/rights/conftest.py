"""The town at work, made once and laid over the small town before every test that asks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from tests.rights.matters import Matters, a_town_at_work

MADE: dict[Path, Matters] = {}
"""The database file that holds it, and what is where in it."""


@pytest.fixture
def matters(app: Flask, database: str, tmp_path_factory: pytest.TempPathFactory) -> Matters:
    """The town at work; on SQLite its file is kept for the next test."""
    if database == "postgresql":
        return a_town_at_work()
    file = Path(str(db.engine.url.database))
    if not MADE:
        found = a_town_at_work()
        db.session.remove()
        db.engine.dispose()
        kept = tmp_path_factory.mktemp("at-work") / "town.db"
        shutil.copy(file, kept)
        MADE[kept] = found
    db.session.remove()
    db.engine.dispose()
    for left in file.parent.glob(f"{file.name}-*"):
        left.unlink()
    [(kept, found)] = MADE.items()
    shutil.copy(kept, file)
    return found
