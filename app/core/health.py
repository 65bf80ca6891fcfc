"""`/healthz`: whether the program answers, reaches its database, and could store something there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.core.database_check import is_marked
from app.core.db import db
from app.core.guard import public
from app.core.storage_faults import STORAGE_ERRORS, Fault, fault_of

PROBE_BYTES = 64 * 1024
"""Room for a few pages of the database and its log."""
PAGES_TO_SPARE = 4
WORDS = {
    Fault.FULL: "disk full",
    Fault.AWAY: "database does not answer",
    Fault.CLOSED: "database cannot be written",
    Fault.BROKEN: "database is damaged",
}


@public
def healthz() -> ResponseReturnValue:
    """200 ``{"status": "ok"}``, or 503 with what is wrong: nothing can be read, or nothing can be stored.

    A file is written and removed in each folder; no row is.  That others are writing at the moment is no fault.
    """
    try:
        for folder in _folders():
            _try_the_disk(folder)
        fault = Fault.BROKEN if is_marked(Path(str(current_app.config["DATA_FOLDER"]))) else _fault_of_database()
    except STORAGE_ERRORS as error:
        fault = fault_of(error) or Fault.CLOSED
    finally:
        db.session.rollback()
    if fault in WORDS:
        return {"status": WORDS[fault]}, 503
    return {"status": "ok"}


def _folders() -> set[Path]:
    """Where something is stored: attachments, and the database when it is a file."""
    folders = {Path(str(current_app.config["DATA_FOLDER"]))}
    if db.engine.dialect.name == "sqlite":
        folders.add(Path(str(db.engine.url.database)).parent)
    return folders


def _try_the_disk(folder: Path) -> None:
    """Write a file and remove it.  Raises OSError."""
    place = folder / f".probe-{secrets.token_hex(4)}"
    try:
        with place.open("xb") as probe:
            probe.write(b"\0" * PROBE_BYTES)
            probe.flush()
            os.fsync(probe.fileno())
    finally:
        place.unlink(missing_ok=True)


def _fault_of_database() -> Fault | None:
    """Whether it lets a writing transaction begin and may still grow.  Raises SQLAlchemyError."""
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    db.session.connection(execution_options={"sqlite_begin": "IMMEDIATE", "wait_seconds": 0})
    if db.engine.dialect.name != "sqlite":
        is_read_only = db.session.scalar(text("SHOW transaction_read_only")) == "on"
        return Fault.CLOSED if is_read_only else None
    most, used, free = (
        int(db.session.scalar(text(f"PRAGMA {name}_count")) or 0) for name in ("max_page", "page", "freelist")
    )
    return Fault.FULL if most - used + free < PAGES_TO_SPARE else None


def init_app(app: Flask) -> None:
    """Add the address."""
    app.add_url_rule("/healthz", "healthz", healthz)
