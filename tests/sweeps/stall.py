"""A place in the database where a sweep stands still in the middle of a transaction, for as long as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, func, select

LOCK = 2004
LAPSES = "SELECT count(*) FROM audit_entry WHERE deed = 'deadline:lapsed'"
ENDLESS = "WITH RECURSIVE number(one) AS (SELECT 1 UNION ALL SELECT one + 1 FROM number) SELECT one FROM number"


@contextmanager
def stalled(engine: Engine, after: int) -> Iterator[None]:
    """Meanwhile whoever lets one more period lapse than `after` stands still, its transaction open."""
    with _on_sqlite(engine, after) if engine.dialect.name == "sqlite" else _on_postgresql(engine, after):
        yield


@contextmanager
def _on_sqlite(engine: Engine, after: int) -> Iterator[None]:
    """The statement that would be one too many counts without end; it cannot be woken, only killed."""
    writing = engine.execution_options(sqlite_begin="IMMEDIATE")
    with writing.begin() as connection:
        connection.exec_driver_sql(f"CREATE VIEW endless AS {ENDLESS}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER stall AFTER INSERT ON audit_entry WHEN ({LAPSES}) > {after} "
            "BEGIN SELECT count(*) FROM endless; END"
        )
    yield
    with writing.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER stall")


@contextmanager
def _on_postgresql(engine: Engine, after: int) -> Iterator[None]:
    """The statement that would be one too many waits for a lock that is held here."""
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ({LAPSES}) > {after} "
            f"THEN PERFORM pg_advisory_xact_lock({LOCK}); END IF; RETURN NULL; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER stall AFTER INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION stall()"
        )
    with engine.connect() as holder:
        holder.execute(select(func.pg_advisory_lock(LOCK)))
        yield
        holder.execute(select(func.pg_advisory_unlock(LOCK)))
