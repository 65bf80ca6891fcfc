"""What keeps something from being stored or found, told apart by the numbers that databases and disks give.

Pure: an exception in, a `Fault` out.  Pages (`app/core/not_stored.py`) and commands (`app/cli/refusal.py`) say their
own sentences to it.
"""

from __future__ import annotations

import errno
import sqlite3
from enum import StrEnum

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError


class Fault(StrEnum):
    """What went wrong."""

    MOVED_ON = "moved on"
    """Somebody else wrote the same row in the meantime."""
    BUSY = "busy"
    """Others were writing for longer than one waits."""
    FULL = "disk full"
    CLOSED = "closed"
    """The database can be reached, but not opened, read or written."""
    BROKEN = "broken"
    """What the database holds is damaged."""
    AWAY = "away"
    """Nobody answers where the database should be."""


STORAGE_ERRORS = (DBAPIError, StaleDataError, PoolTimeout, OSError)
"""Whatever may stand for a fault; `fault_of` says whether it does."""
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
SQLITE = {
    sqlite3.SQLITE_BUSY: Fault.BUSY,
    sqlite3.SQLITE_LOCKED: Fault.BUSY,
    sqlite3.SQLITE_FULL: Fault.FULL,
    sqlite3.SQLITE_READONLY: Fault.CLOSED,
    sqlite3.SQLITE_CANTOPEN: Fault.CLOSED,
    sqlite3.SQLITE_PERM: Fault.CLOSED,
    sqlite3.SQLITE_IOERR: Fault.CLOSED,
    sqlite3.SQLITE_CORRUPT: Fault.BROKEN,
    sqlite3.SQLITE_NOTADB: Fault.BROKEN,
}
"""SQLite's primary result codes (the low byte of an extended one)."""
SQLITE_TAKEN = frozenset(
    {
        sqlite3.SQLITE_CONSTRAINT_UNIQUE,
        sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        sqlite3.SQLITE_CONSTRAINT_ROWID,
        sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY,
    }
)
"""Somebody was first, or took away what was meant; a missing or impossible value would be a mistake of ours."""
IN_WORDS = {
    "is full": Fault.FULL,
    "is locked": Fault.BUSY,
    "readonly database": Fault.CLOSED,
    "unable to open database file": Fault.CLOSED,
    "malformed": Fault.BROKEN,
    "is not a database": Fault.BROKEN,
}
"""SQLite's own words, for errors that carry no code."""
POSTGRES = {
    "23505": Fault.MOVED_ON,
    "23503": Fault.MOVED_ON,
    "23P01": Fault.MOVED_ON,
    "55P03": Fault.BUSY,
    "57014": Fault.BUSY,
    "53300": Fault.BUSY,
    "40": Fault.BUSY,
    "53100": Fault.FULL,
    "25006": Fault.CLOSED,
    "XX001": Fault.BROKEN,
    "XX002": Fault.BROKEN,
    "08": Fault.AWAY,
    "57P": Fault.AWAY,
}
"""Beginnings of SQLSTATE (PostgreSQL, appendix A): unique, foreign key, exclusion; lock time-out, statement time-out,
too many clients, serialisation and deadlock; disk full; read-only; corrupted data and index; connection, shutdown."""


def fault_of(error: BaseException) -> Fault | None:
    """The fault an exception stands for; None for any other, which is then a mistake of ours."""
    if isinstance(error, StaleDataError):
        return Fault.MOVED_ON
    if isinstance(error, PoolTimeout):
        return Fault.BUSY
    if isinstance(error, DBAPIError):
        if error.connection_invalidated:
            return Fault.AWAY
        return fault_of(error.orig) if error.orig is not None else None
    if isinstance(error, OSError):
        return Fault.FULL if error.errno in NO_SPACE else None
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    return _of_postgres(error) if isinstance(error, psycopg.Error) else None


def _of_sqlite(error: sqlite3.Error) -> Fault | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return Fault.MOVED_ON if code in SQLITE_TAKEN else SQLITE.get(code & 0xFF)
    return next((fault for words, fault in IN_WORDS.items() if words in str(error)), None)


def _of_postgres(error: psycopg.Error) -> Fault | None:
    """An operational error without a state never reached the server, or lost it on the way."""
    if error.sqlstate is None:
        return Fault.AWAY if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) else None
    return next((fault for start, fault in POSTGRES.items() if error.sqlstate.startswith(start)), None)
