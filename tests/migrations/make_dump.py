"""How a dump is made: ``python -m tests.migrations.make_dump tests/data/town_of_NNNN`` on the commit it is to keep.

The example town is loaded six weeks before the day of the dump; some disputes and petitions begin then, so that their
dates come; on the day itself the walk of `flask demo` is played and the others are left standing.  Everybody in it is
fictional, and its keys open nothing else.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from app.deadlines.sweep import sweep_deadlines
from app.processes.sweep import sweep_timers
from flask import Flask

from app.accounts.models import SignInSession
from app.cli.demo import Town, fresh_app, walk
from app.core import clock
from app.core.db import Model, db
from app.core.transaction import transaction
from tests.migrations.rows import write_rows
from tests.migrations.standing import BEGUN_LONG_AGO, BEGUN_NOW, Tale
from tests.town import NOW

LONG_AGO = NOW - timedelta(days=45)
ROWS, KEYS, FILES = "rows.jsonl.gz", "keys.json", "files"


def make_dump(target: Path) -> dict[str, int]:
    """Write a dump of this version into a folder; returns the number of rows by table."""
    with tempfile.TemporaryDirectory(prefix="jieyou-dump-") as ground:
        room = Path(ground)
        clock.clock.source = lambda: LONG_AGO
        app = fresh_app(room)
        tell(app, BEGUN_LONG_AGO, LONG_AGO)
        clock.clock.source = lambda: NOW
        with app.app_context():
            sweep_timers(NOW)
            sweep_deadlines(NOW)
        papers = room / "papers"
        papers.mkdir()
        walk(Town(app, lambda _said: None), papers)
        tell(app, BEGUN_NOW, NOW)
        return keep(app, room, target)


def tell(app: Flask, tales: tuple[Tale, ...], at: datetime) -> None:
    """Let these begin."""
    with app.app_context():
        for tale in tales:
            tale(at)


def keep(app: Flask, room: Path, target: Path) -> dict[str, int]:
    """Rows, keys and files, without the signs of who was signed in."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with app.app_context():
        with transaction():
            db.session.query(SignInSession).delete()
        with db.engine.connect() as connection:
            counts = write_rows(connection, Model.metadata, target / ROWS)
    shutil.copy(room / KEYS, target / KEYS)
    shutil.copytree(room / FILES, target / FILES)
    return counts


if __name__ == "__main__":
    kept = make_dump(Path(sys.argv[1]))
    sys.stdout.write(f"{len(kept)} tables, {sum(kept.values())} rows\n")
