"""Tables that only grow: the database itself refuses to change or delete their rows (ASVS 5.0, 16.4.2).

The triggers are made with the table, so that tests have them; whoever can write the database file can drop them, which
is what the chain of the audit trail is for.  `lifted` is the one way round them: emptying the example town.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Table, event, text

from app.core.db import Model

REFUSAL = "this table only grows"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
"""
_tables: dict[str, tuple[str, ...]] = {}


def append_only(model: type[Model], *, changeable: Sequence[str] = ()) -> None:
    """Let the database refuse DELETE, and UPDATE of every column but the `changeable` ones, from the table's making."""
    table = model.metadata.tables[model.__tablename__]
    _tables[table.name] = tuple(column.name for column in table.columns if column.name not in changeable)
    event.listen(table, "after_create", _make_triggers)


def _make_triggers(table: Table, connection: Connection, **_: object) -> None:
    for statement in _making(table.name, connection.dialect.name):
        connection.execute(text(statement))


def _making(name: str, dialect: str) -> list[str]:
    fixed = ", ".join(f'"{column}"' for column in _tables[name])
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        return [
            f"CREATE TRIGGER {name}_keeps_rows BEFORE DELETE ON {name} {refuse}",
            f"CREATE TRIGGER {name}_keeps_values BEFORE UPDATE OF {fixed} ON {name} {refuse}",
        ]
    refuse = "EXECUTE FUNCTION refuse_change()"
    return [
        FUNCTION,
        f"CREATE TRIGGER {name}_keeps_rows BEFORE DELETE OR TRUNCATE ON {name} FOR EACH STATEMENT {refuse}",
        f"CREATE TRIGGER {name}_keeps_values BEFORE UPDATE OF {fixed} ON {name} FOR EACH STATEMENT {refuse}",
    ]


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Take the triggers away inside the caller's transaction, and put them back at the end of the block."""
    dialect = connection.dialect.name
    for name in _tables:
        on = f" ON {name}" if dialect == "postgresql" else ""
        for trigger in ("keeps_rows", "keeps_values"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}_{trigger}{on}"))
    yield
    for name in _tables:
        for statement in _making(name, dialect):
            connection.execute(text(statement))


def missing_triggers(connection: Connection) -> list[str]:
    """Tables whose triggers are not there, or do not refuse, as when somebody dropped or hollowed them."""
    return [name for name in _tables if not all(map(_refuses, _triggers_of(connection, name)))]


def _triggers_of(connection: Connection, name: str) -> list[str]:
    """What each trigger of a table is, as the database tells it; empty texts for those that are not there."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table AND name = :name"
    else:
        asked = (
            "SELECT pg_get_triggerdef(t.oid) || p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE t.tgrelid = CAST(:table AS regclass) AND t.tgname = :name AND t.tgenabled <> 'D'"
        )
    names = [f"{name}_{trigger}" for trigger in ("keeps_rows", "keeps_values")]
    return [connection.scalar(text(asked), {"table": name, "name": trigger}) or "" for trigger in names]


def _refuses(trigger: str) -> bool:
    plain = " ".join(trigger.split()).upper()
    return f"'{REFUSAL.upper()}'" in plain and "BEFORE" in plain and " WHEN " not in plain and " IF " not in plain
