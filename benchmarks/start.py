"""What a start costs before it answers: making the application, a command, and preparing a database in use.

Each is a process of its own, seven times after a first one that compiles; processor seconds beside those of the clock,
because only the former survive a busy machine.  The database has a town in use, few rows or very many; both must be
prepared by as many statements.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter

import sqlalchemy as sa

from app import create_app
from app.audit.models import AuditEntry
from app.cli.prepare import prepare_tables
from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import Person
from benchmarks.measure import shown
from tests.story import Story
from tests.sweeps.crowd import copy_row
from tests.sweeps.plans import listening
from tests.town import build_town

ROUNDS = 7
FEW, MANY = 0, 300_000
PROJECT = Path(__file__).resolve().parent.parent
MAKE = "from app import create_app; create_app()"
PREPARE = "from app import create_app; from app.cli.prepare import prepare_tables; prepare_tables(create_app())"
WORK = {
    "making the application": ("-c", MAKE),
    "flask town stats": ("-m", "flask", "town", "stats"),
    "preparing the database": ("-c", PREPARE),
}


def run() -> bool:
    """Print the medians for both towns; whether both were prepared by as many statements."""
    sent = []
    for many in (FEW, MANY):
        with tempfile.TemporaryDirectory(prefix="jieyou-start-") as name, _town(Path(name), many) as statements:
            sent.append(statements)
            print(f"  {many:,} people and as many entries besides the town's; {statements} statements to prepare")
            for what, arguments in WORK.items():
                wall, processor = _median(arguments, Path(name))
                print(f"    {what:<24}{shown(processor):>10} of the processor, {shown(wall)} by the clock")
    return len(set(sent)) == 1


@contextmanager
def _town(folder: Path, many: int) -> Iterator[int]:
    """A migrated town in use with so many more rows; how many statements prepare it once more."""
    app = create_app(TESTING=True, DATA_FOLDER=str(folder))
    prepare_tables(app, as_server=True)
    with app.app_context():
        build_town()
        Story().register()
        with transaction():
            person = db.session.scalars(sa.select(Person.id).limit(1)).one()
            entry = db.session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)).one()
            copy_row("person", person, many, uid=lambda step: sa.literal("copy-") + sa.cast(step, sa.String))
            copy_row("audit_entry", entry, many, hash=lambda step: sa.literal("copy-") + sa.cast(step, sa.String))
        db.session.remove()
        with listening() as sent:
            prepare_tables(app, as_server=True)
        db.engine.dispose()
    yield len(sent)


def _median(arguments: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor, each the median of seven processes."""
    _once(arguments, folder)  # compiles what was never compiled
    pairs = [_once(arguments, folder) for _ in range(ROUNDS)]
    return median(wall for wall, _ in pairs), median(processor for _, processor in pairs)


def _once(arguments: tuple[str, ...], folder: Path) -> tuple[float, float]:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    given = {**os.environ, **compiled, "JIEYOU_DATA_FOLDER": str(folder)}
    subprocess.run([sys.executable, *arguments], cwd=PROJECT, env=given, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return perf_counter() - begun, spent
