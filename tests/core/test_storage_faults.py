"""Faults are told apart by what disks and databases report, not by guessing."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from app.core.not_stored import Sparingly
from app.core.storage_faults import Fault, fault_of

Action = Callable[[Path], object]


def table(path: Path) -> sqlite3.Connection:
    made = sqlite3.connect(path, isolation_level=None, timeout=0)
    made.execute("CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY NOT NULL CHECK (name <> 'bad'), value BLOB)")
    return made


def lock(path: Path) -> None:
    with table(path) as first, sqlite3.connect(path, isolation_level=None, timeout=0) as second:
        first.execute("BEGIN IMMEDIATE")
        second.execute("BEGIN IMMEDIATE")


def fill(path: Path) -> None:
    with table(path) as one:
        one.execute("PRAGMA max_page_count=4")
        one.execute("INSERT INTO fact VALUES ('long', zeroblob(100000))")


def write_what_may_be_read(path: Path) -> None:
    table(path).close()
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("DELETE FROM fact")


def look_where_nothing_is(path: Path) -> None:
    sqlite3.connect(f"file:{path}/none?mode=rw", uri=True).execute("SELECT 1")


def read_words(path: Path) -> None:
    path.write_bytes(b"these are words and no database, however long they go on " * 50)
    sqlite3.connect(path).execute("SELECT * FROM fact")


def write_twice(path: Path) -> None:
    table(path).executemany("INSERT INTO fact VALUES (?, 1)", [("one",), ("one",)])


def write_what_is_forbidden(path: Path) -> None:
    table(path).execute("INSERT INTO fact VALUES ('bad', 1)")


def write_nothing(path: Path) -> None:
    table(path).execute("INSERT INTO fact VALUES (NULL, 1)")


def ask_nonsense(path: Path) -> None:
    table(path).execute("SELECT nothing FROM nowhere")


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        (lock, Fault.BUSY),
        (fill, Fault.FULL),
        (write_what_may_be_read, Fault.CLOSED),
        (look_where_nothing_is, Fault.CLOSED),
        (read_words, Fault.BROKEN),
        (write_twice, Fault.MOVED_ON),
        (write_what_is_forbidden, None),
        (write_nothing, None),
        (ask_nonsense, None),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_sqlite_reports(tmp_path: Path, deed: Action, fault: Fault | None) -> None:
    with pytest.raises(sqlite3.Error) as raised:
        deed(tmp_path / "one.db")
    assert fault_of(raised.value) is fault
    assert fault_of(DBAPIError("SELECT", {}, raised.value)) is fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (psycopg.errors.LockNotAvailable(), Fault.BUSY),
        (psycopg.errors.DeadlockDetected(), Fault.BUSY),
        (psycopg.errors.SerializationFailure(), Fault.BUSY),
        (psycopg.errors.TooManyConnections(), Fault.BUSY),
        (psycopg.errors.DiskFull(), Fault.FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), Fault.CLOSED),
        (psycopg.errors.DataCorrupted(), Fault.BROKEN),
        (psycopg.errors.AdminShutdown(), Fault.AWAY),
        (psycopg.errors.CannotConnectNow(), Fault.AWAY),
        (psycopg.OperationalError("connection refused"), Fault.AWAY),
        (psycopg.InterfaceError("the connection is closed"), Fault.AWAY),
        (psycopg.errors.UniqueViolation(), Fault.MOVED_ON),
        (psycopg.errors.ForeignKeyViolation(), Fault.MOVED_ON),
        (psycopg.errors.CheckViolation(), None),
        (psycopg.errors.NotNullViolation(), None),
        (psycopg.errors.UndefinedTable(), None),
        (psycopg.errors.InvalidPassword(), None),
    ],
)
def test_what_postgresql_reports(error: psycopg.Error, fault: Fault | None) -> None:
    assert fault_of(error) is fault
    assert fault_of(OperationalError("SELECT", {}, error)) is fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (StaleDataError(), Fault.MOVED_ON),
        (PoolTimeout(), Fault.BUSY),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), Fault.FULL),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), Fault.FULL),
        (FileNotFoundError(errno.ENOENT, "none"), None),
        (ConnectionResetError(), None),
        (DBAPIError("SELECT", {}, sqlite3.OperationalError("?"), connection_invalidated=True), Fault.AWAY),
        (ValueError("is locked"), None),
        (sa.exc.ArgumentError("is full"), None),
        (IntegrityError("INSERT", {}, ValueError()), None),
    ],
)
def test_what_others_report(error: Exception, fault: Fault | None) -> None:
    assert fault_of(error) is fault


def test_the_same_word_is_said_once_a_second() -> None:
    moments = iter([10.0, 10.1, 10.2, 10.9, 11.1, 11.2])
    sparingly = Sparingly(1.0, lambda: next(moments))
    assert [sparingly.may_say(word) for word in ("a", "a", "b", "a", "a", "b")] == [
        True,
        False,
        True,
        False,
        True,
        True,
    ]
