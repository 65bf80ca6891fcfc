"""How migrations run: one transaction for all of them, on SQLite and PostgreSQL alike, numbered one after another.

A revision is made with ``flask db revision --autogenerate -m "what changes"``.  Its number follows the newest one and
is written to `.head`, so that two branches which both add one meet in a merge conflict instead of merging silently.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from app.core.db import Model, Moment, Word, db
from app.core.name_grams import Name

HEAD = Path(__file__).with_name(".head")
LOCK = 5_206_811
"""Two servers started at once on one PostgreSQL: the second waits for this advisory lock and finds nothing to do."""


class ForeignKeysBroken(LookupError):
    """A migration left rows that point nowhere; nothing of it was kept."""


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database: a migration must outlive the classes of its day."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Word | Name):
        return f"sa.{item.impl_instance!r}"
    return False


def number_it(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """Give a new revision the next number, and note it in `.head`; an empty one is not written at all."""
    script = directives[0]
    if script.upgrade_ops is not None and script.upgrade_ops.is_empty() and autogenerating():
        directives.clear()
        return
    newest = ScriptDirectory.from_config(context.config).get_current_head()
    script.rev_id = f"{int(newest or 0) + 1:04d}"
    if script.message:  # `flask db check` asks as well, without one, and writes nothing
        HEAD.write_text(f"{script.rev_id}\n", encoding="ascii")


def autogenerating() -> bool:
    """Whether the command compares the models with the database."""
    return bool(getattr(context.config.cmd_opts, "autogenerate", False))


def run(connection: Connection) -> None:
    """Run the command's migrations; all of them or none are kept."""
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        compare_type=True,
        render_as_batch=True,
        render_item=render_item,
        process_revision_directives=number_it,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        before = context.get_context().get_current_heads()
        context.run_migrations()
        moved = context.get_context().get_current_heads() != before
        if moved and connection.dialect.name == "sqlite":
            _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    """What the new tables hold; its time grows with the rows, so that it is asked only where tables were made anew."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ForeignKeysBroken(sorted({row[0] for row in broken}))


def run_on_sqlite(connection: Connection) -> None:
    """SQLite changes a table by building a new one: foreign keys rest meanwhile and are checked before the commit."""
    raw = connection.connection.driver_connection
    if raw is None:
        raise ForeignKeysBroken("no connection")
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        run(connection.execution_options(sqlite_begin="IMMEDIATE"))
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


with db.engine.connect() as opened:
    run_on_sqlite(opened) if opened.dialect.name == "sqlite" else run(opened)
