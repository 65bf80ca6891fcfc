"""Data folders that commands left behind: each made once for all workers of a run, and copied."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask_migrate import upgrade

from app.cli import prepare
from app.cli.serve import prepare_database
from app.core import clock
from app.core.clock import SHANGHAI
from app.core.db import db
from tests.example import DATABASE, app_on, copied, kept

OTHER_DAY = datetime(2027, 1, 2, 10, 30, tzinfo=SHANGHAI)
"""At the turn of a year without a notice of holidays."""


def migrated_in(folder: Path, factory: pytest.TempPathFactory) -> None:
    """Tables as the migrations alone leave them on a fresh folder."""
    copied("migrated", folder, factory, _migrate)


def loaded_on_another_day(folder: Path, factory: pytest.TempPathFactory) -> list[tuple[str, str, str]]:
    """The example town as a start that practises on `OTHER_DAY` left it, and the sign-ins it told.

    It is `OTHER_DAY` there.
    """
    told = copied("practised", folder, factory, _practise)
    clock.clock.source = lambda: OTHER_DAY
    return told


def lay_instead_of_migrating(monkeypatch: pytest.MonkeyPatch, factory: pytest.TempPathFactory) -> None:
    """Whoever would migrate an empty SQLite file finds what the migrations leave there."""

    def lay() -> None:
        place = Path(str(db.engine.url.database))
        db.session.remove()
        db.engine.dispose()
        migrated = kept("migrated", factory, _migrate) / "data" / DATABASE
        place.write_bytes(migrated.read_bytes())

    monkeypatch.setattr(prepare, "_update", lay)


def _migrate(folder: Path) -> None:
    app = app_on(folder)
    with app.app_context():
        upgrade()
        db.session.remove()
        db.engine.dispose()


def _practise(folder: Path) -> list[tuple[str, str, str]]:
    app = app_on(folder, PRETEND_DATE=f"{OTHER_DAY:%Y-%m-%d}")
    clock.clock.source = lambda: OTHER_DAY
    told = prepare_database(app)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return told
