"""Small writes beside a request: who looked, when a session was seen.  Whoever reads never waits long for them, and
what he reads is shown even when the disk takes nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Flask, Response, current_app, g
from sqlalchemy import Connection, Executable

from app.core.db import db
from app.core.not_stored import note
from app.core.storage_faults import STORAGE_ERRORS, fault_of

PATIENCE = 2
"""Seconds to wait for others who are writing."""


def write_beside(statement: Executable, rows: Sequence[Mapping[str, object]] = ()) -> bool:
    """Carry out a statement in a short transaction of its own; False when disk or database did not take it.

    Raises what is no fault of storage.
    """
    return carry_out_beside(lambda connection: connection.execute(statement, [dict(row) for row in rows] or None))


def carry_out_beside(work: Callable[[Connection], object]) -> bool:
    """The same for several statements that belong together: all of them are kept, or none."""
    db.session.rollback()
    options = {"sqlite_begin": "IMMEDIATE", "wait_seconds": PATIENCE}
    try:
        with db.engine.connect().execution_options(**options) as connection, connection.begin():
            work(connection)
    except STORAGE_ERRORS as error:
        fault = fault_of(error)
        if fault is None:
            raise
        note(error, fault)
        return False
    return True


def afterwards(work: Callable[[Connection], object], in_short: str) -> None:
    """Carry it out beside this request when its answer is made; `in_short` says by ids what is lost if it cannot be."""
    g.setdefault("afterwards", []).append((work, in_short))


def _carry_out(response: Response) -> Response:
    for work, in_short in g.pop("afterwards", ()):
        if response.status_code < 400 and not carry_out_beside(work):
            current_app.logger.error("not kept beside a request: %s", in_short)
    return response


def init_app(app: Flask) -> None:
    """Carry out what a request left for afterwards when its own transaction is over."""
    app.after_request(_carry_out)
