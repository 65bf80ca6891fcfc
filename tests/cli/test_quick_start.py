"""A start costs the same with few cases and with many, and imports only what it uses."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import stamp, upgrade

from app.audit.models import AuditEntry
from app.cli import one_server, start_checks
from app.cli.prepare import prepare_tables
from app.cli.town import load_example_if_empty
from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import Person
from tests.cli.starting import python
from tests.conftest import make_app
from tests.story import Story
from tests.sweeps.crowd import copy_row, settle
from tests.sweeps.plans import listening

SLOW = frozenset(
    ["pypinyin", "opencc", "cn2an", "openpyxl", "faker", "alembic", "weasyprint", "fontTools", "pypdf", "segno"]
).union(["huey", "waitress", "urllib3", "icalendar", "zxcvbn", "pyotp", "pyrage", "python_calamine"])
"""What only some requests need, each worth 20 to 400 milliseconds."""
MANY = 20_000
STEPS = 100


def test_no_slow_library_is_imported_by_a_start(tmp_path: Path) -> None:
    said = "import sys; from app import create_app; create_app(); print(*sys.modules)"
    imported = set(python(tmp_path, said).split())
    assert "flask" in imported
    assert not SLOW & imported


@contextmanager
def counted() -> Iterator[list[int]]:
    """Steps of SQLite's machine, by hundreds, on every connection meanwhile."""
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    def watch(raw: sqlite3.Connection, *_rest: object) -> None:
        raw.set_progress_handler(count, STEPS)

    db.session.remove()
    db.engine.dispose()
    sa.event.listen(db.engine, "connect", watch)
    try:
        yield taken
    finally:
        sa.event.remove(db.engine, "connect", watch)
        db.engine.dispose()


def start(app: Flask) -> None:
    """Everything `flask serve` does before it answers."""
    with one_server.only_server(app) as was_cut_off:
        start_checks.refuse_damage(app, was_cut_off=was_cut_off)
        start_checks.refuse_wrong_clock(app)
        prepare_tables(app, as_server=True)
        assert load_example_if_empty(app) == []
        start_checks.refuse_unknown_steps(app)


@pytest.mark.both
def test_a_start_sends_the_same_statements_among_many_rows(app: Flask) -> None:
    stamp()
    Story().register()
    start(app)
    seen: list[tuple[list[str], int]] = []
    for many in (0, MANY):
        _crowd(many)
        with listening() as sent:
            start(app)
        steps = 0
        if db.engine.dialect.name == "sqlite":
            with counted() as taken:
                start(app)
            steps = taken[0]
        seen.append(([statement for statement, _ in sent], steps))
    (few, few_steps), (more, more_steps) = seen
    assert few == more
    assert 0 < len(few) <= 40
    assert more_steps <= few_steps + 2


def _crowd(many: int) -> None:
    with transaction():
        person = db.session.scalars(sa.select(Person.id).limit(1)).one()
        entry = db.session.scalars(sa.select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)).one()
        copy_row("person", person, many, uid=lambda step: sa.literal("copy-") + sa.cast(step, sa.String))
        fresh = dict.fromkeys(("hash", "previous_hash"), lambda step: sa.literal("copy-") + sa.cast(step, sa.String))
        copy_row("audit_entry", entry, many, **fresh)
    settle()


def test_foreign_keys_are_looked_over_after_a_migration_and_not_at_every_start(tmp_path: Path) -> None:
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'new.db'}")
    with app.app_context():
        with listening() as sent:
            prepare_tables(app, as_server=True)
        assert len(_checks(sent)) == 1
        with listening() as sent:
            prepare_tables(app, as_server=True)
            upgrade()
        assert not _checks(sent)
        db.session.remove()
        db.engine.dispose()


def _checks(sent: list[tuple[str, object]]) -> list[str]:
    return [statement for statement, _ in sent if "foreign_key_check" in statement]
