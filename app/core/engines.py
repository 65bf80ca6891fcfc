"""How a connection to the database behaves: what it waits for, what it may say, and when it is worth nothing any more.

Statements never show their values, so that no log can (`hide_parameters`); a connection that broke is noticed before
it is used (`pool_pre_ping`), so that a database that was away is simply there again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

CONNECT_SECONDS = 5
UNSUITED = ("jit", "enable_bitmapscan")
"""What PostgreSQL plans for long questions, and here costs more than the question: compiling it, reading all that an
index holds of it before the first row of a page.  It plans so above all while a table has no statistics."""
GONE = "unable to open database file: it was moved or removed"


def options(address: str) -> dict[str, object]:
    """What every engine of ours is made with."""
    url = make_url(address)
    found: dict[str, object] = {"hide_parameters": True, "pool_pre_ping": True}
    if url.get_backend_name() == "postgresql" and "connect_timeout" not in url.query:
        found["connect_args"] = {"connect_timeout": CONNECT_SECONDS}
    return found


def listen(engine: Engine, *, wait_seconds: int) -> None:
    """Give the engine's connections their ways.  `wait_seconds`: how long a writer waits for others."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite(wait_seconds * 1000))
        if engine.url.database and engine.url.database != ":memory:":
            _SameFile(Path(engine.url.database)).listen(engine)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _prepare_postgres(wait_seconds * 1000))
        event.listen(engine, "begin", _begin_postgres)


def _prepare_sqlite(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    dbapi_connection.isolation_level = None
    for pragma in ("busy_timeout=30000", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(usual_milliseconds: int) -> Callable[[Connection], None]:
    def begin(connection: Connection) -> None:
        chosen = connection.get_execution_options()
        longest = min(usual_milliseconds, int(chosen.get("wait_seconds", usual_milliseconds)) * 1000)
        if connection.info.get("waits") != longest:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={longest}")
            connection.info["waits"] = longest
        connection.exec_driver_sql(f"BEGIN {chosen.get('sqlite_begin', 'DEFERRED')}")

    return begin


def _prepare_postgres(milliseconds: int) -> Callable[[psycopg.Connection[Any], object], None]:
    def prepare(dbapi_connection: psycopg.Connection[Any], _record: object) -> None:
        dbapi_connection.execute(f"SET lock_timeout = {max(1, milliseconds)}")
        for setting in UNSUITED:
            dbapi_connection.execute(f"SET {setting} = off")
        dbapi_connection.commit()

    return prepare


def _begin_postgres(connection: Connection) -> None:
    seconds = connection.get_execution_options().get("wait_seconds")
    if seconds is not None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(seconds) * 1000}")


class _SameFile:
    """SQLite goes on writing into a file that was moved away, and makes a new one where it is missed: neither is kept.

    A connection whose file is no longer the one at its place is thrown away, and none is made where there was one.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.was_there = path, False

    def listen(self, engine: Engine) -> None:
        """Watch the connections of this engine."""
        event.listen(engine, "do_connect", self._must_be_there)
        event.listen(engine, "connect", self._remember)
        event.listen(engine, "checkout", self._must_be_the_same)

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino

    def _must_be_there(self, _dialect: Dialect, _record: object, _args: Sequence[object], _named: object) -> None:
        if self.was_there and self._identity() is None:
            raise sqlite3.OperationalError(GONE)

    def _remember(self, _dbapi_connection: object, record: ConnectionPoolEntry) -> None:
        self.was_there = True
        record.info["file"] = self._identity()

    def _must_be_the_same(self, _dbapi_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        if record.info.get("file") != self._identity():
            raise DisconnectionError(GONE)
