"""What the clockwork does once a day for the database itself: its statistics, and whether it is whole."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from flask import current_app

from app.cli.data_folder import sqlite_file
from app.core.clock import local
from app.core.database_check import damage_of, mark_damage
from app.core.db import db

ROWS_SAMPLED = 1_000
"""Rows of an index SQLite looks at for its statistics: enough to choose a plan, and the same time at any size."""
logger = logging.getLogger("jieyou.clockwork")


class OnceADay:
    """A sweep that runs at its first call and then at the first one of every new day in Shanghai."""

    def __init__(self, sweep: Callable[[datetime], object]) -> None:
        self.sweep = sweep
        self._last: date | None = None

    def __call__(self, now: datetime) -> None:
        day = local(now).date()
        if day != self._last:
            self.sweep(now)
            self._last = day


def keep_statistics(_now: datetime | None = None) -> None:
    """Let SQLite count what its indexes hold: without that it joins lists the wrong way round.

    PostgreSQL does so by itself (autovacuum).  Connections that are open already use what they read at their beginning,
    except the first time, when the table of statistics is new to all.
    """
    if db.engine.dialect.name != "sqlite":
        return
    db.session.remove()
    with closing(db.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA analysis_limit={ROWS_SAMPLED}")
        cursor.execute("ANALYZE")


def begin_check(_now: datetime) -> None:
    """Look at the whole file beside the other sweeps, which must not wait for it."""
    database, folder = sqlite_file(current_app), Path(str(current_app.config["DATA_FOLDER"]))
    if database is not None:
        threading.Thread(target=check_database, args=(database, folder), daemon=True).start()


def check_database(database: Path, folder: Path) -> None:
    """Mark a damaged file, and take the mark from a sound one; what keeps the check from being made is logged."""
    try:
        said = damage_of(database)
        mark_damage(folder, said)
    except (OSError, sqlite3.Error):
        logger.exception("the database could not be checked")
        return
    if said is not None:
        logger.error("the database is damaged; stop, and restore the newest backup that was verified")
