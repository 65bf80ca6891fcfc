"""Small writes beside a request: who looked, when a session was seen.  Whoever reads never waits long for them, and
what he reads is shown even when the disk takes nothing more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Executable

from app.core.db import db
from app.core.not_stored import note
from app.core.storage_faults import STORAGE_ERRORS, fault_of

PATIENCE = 2
"""Seconds to wait for others who are writing."""


def write_beside(statement: Executable, rows: Sequence[Mapping[str, object]] = ()) -> bool:
    """Carry out a statement in a short transaction of its own; False when disk or database did not take it.

    Raises what is no fault of storage.
    """
    db.session.rollback()
    options = {"sqlite_begin": "IMMEDIATE", "wait_seconds": PATIENCE}
    try:
        with db.engine.connect().execution_options(**options) as connection, connection.begin():
            connection.execute(statement, [dict(row) for row in rows] or None)
    except STORAGE_ERRORS as error:
        fault = fault_of(error)
        if fault is None:
            raise
        note(error, fault)
        return False
    return True
