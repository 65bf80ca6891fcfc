"""Commands that must not run beside a server: they take the locks a server would hold, and are refused beside one."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from app.cli.data_folder import sqlite_file
from app.cli.refusal import Refused
from app.core import engines

LOCKS = ("server.lock", "clockwork.lock")
ADVISORY = 5_206_812
"""PostgreSQL's number of the lock; the one before is that of the migrations (`app/migrations/env.py`)."""
RUNS = "系统正开着。请先停下它（在开着它的窗口按 Ctrl-C，等它说“已经停下”），再运行。没有动任何东西。"


@contextmanager
def without_server(app: Flask) -> Iterator[None]:
    """Be alone with the data: no server runs, and none begins.  Raises `Refused`, `OSError`, `DatabaseError`."""
    if sqlite_file(app) is None:
        with _alone_on_server(str(app.config["SQLALCHEMY_DATABASE_URI"])):
            yield
        return
    folder = Path(str(app.config["DATA_FOLDER"]))
    handles = []
    try:
        for name in LOCKS:
            handles.append(os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600))
            try:
                fcntl.flock(handles[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(RUNS) from None
        yield
    finally:
        for handle in handles:
            os.close(handle)


@contextmanager
def _alone_on_server(address: str) -> Iterator[None]:
    engine = create_engine(
        make_url(address), poolclass=NullPool, isolation_level="AUTOCOMMIT", **engines.options(address)
    )
    with engine.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY}):
            raise Refused(RUNS)
        yield
    engine.dispose()
