"""One server on one SQLite folder, and commands that must not run beside a server.

On SQLite the lock is a file in the data folder (and beside the database, when that lies elsewhere) that the kernel
holds for the process: it is free again however the process ended, kill -9 too.  On PostgreSQL several servers are
meant to share one database: each holds an advisory lock together with the others, on a connection of its own, and who
must be alone takes the same lock for himself.  A database that was started anew has forgotten the servers' locks.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from app.cli.data_folder import sqlite_file
from app.cli.refusal import Refused
from app.core import engines

SERVER, CLOCKWORK = "server.lock", "clockwork.lock"
ADVISORY = 5_206_812
"""PostgreSQL's number of the lock; the one before is that of the migrations (`app/migrations/env.py`)."""
FIRST_START = 5_206_813
"""The lock of what only the first start after an upgrade does."""
LONGEST_NOTE = 200
RUNS = "系统正开着{where}。请先停下它（在开着它的窗口按 Ctrl-C，等它说“已经停下”），再运行。没有动任何东西。"
RUNS_THERE = "这个数据库正有系统开着。请先把每台机器上的系统都停下，再运行。没有动任何东西。"
STOPPING = "系统刚停下，定时任务还在收尾。请等半分钟再运行。没有动任何东西。"
ALONE_THERE = "正有一个命令（恢复、换密钥、清空一类）独自占着数据，等它做完再打开系统。没有动任何东西。"
SECOND = (
    "这个数据文件夹已经有一个系统开着{where}，同一个文件夹只能开一个。没有动任何东西。\n"
    "请直接用开着的那个；要重新打开，先在开着它的窗口按 Ctrl-C，等它停下。"
)


@contextmanager
def only_server(app: Flask, address: str = "") -> Iterator[bool]:
    """Be the server of this data folder; `address` is told to whoever comes second.

    Yields whether the server before was ended without being stopped (SQLite only: its note is still there).
    Raises `Refused` beside another server on SQLite, and beside a command that must be alone; `OSError`.
    """
    if sqlite_file(app) is None:
        with _advisory(app, shared=True, refusal=ALONE_THERE):
            yield False
        return
    with ExitStack() as stack:
        notes = [stack.enter_context(_locked(folder / SERVER, SECOND)) for folder in _folders(app)]
        was_cut_off = any(os.read(note, LONGEST_NOTE) for note in notes)
        for note in notes:
            _write(note, f"{os.getpid()} {address}")
        yield was_cut_off
        for note in notes:
            _write(note, "")


@contextmanager
def without_server(app: Flask) -> Iterator[None]:
    """Be alone with the data: no server and no clockwork runs, and none begins.  Raises `Refused`; `OSError`."""
    if sqlite_file(app) is None:
        with _advisory(app, shared=False, refusal=RUNS_THERE):
            yield
        return
    with ExitStack() as stack:
        for folder in _folders(app):
            stack.enter_context(_locked(folder / SERVER, RUNS))
            stack.enter_context(_locked(folder / CLOCKWORK, STOPPING))
        yield


@contextmanager
def clockwork_runs(app: Flask) -> Iterator[None]:
    """Let who must be alone wait for this clockwork; others may run beside it.  Raises `Refused`; `OSError`."""
    if sqlite_file(app) is None:
        with _advisory(app, shared=True, refusal=ALONE_THERE):
            yield
        return
    with ExitStack() as stack:
        for folder in _folders(app):
            stack.enter_context(_locked(folder / CLOCKWORK, ALONE_THERE, shared=True))
        yield


@contextmanager
def one_start_at_a_time(app: Flask) -> Iterator[None]:
    """Of servers that begin at once on one PostgreSQL the second waits here, as long as the first needs.

    On SQLite there is only one server, and who writes waits for it anyway.
    """
    if sqlite_file(app) is not None:
        yield
        return
    with _connected(app) as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": FIRST_START})
        yield


def _folders(app: Flask) -> list[Path]:
    """Where the locks lie, always in the same order."""
    folders = {Path(str(app.config["DATA_FOLDER"])).resolve()}
    database = sqlite_file(app)
    if database is not None and database.parent.is_dir():
        folders.add(database.parent.resolve())
    return sorted(folders)


@contextmanager
def _locked(place: Path, refusal: str, *, shared: bool = False) -> Iterator[int]:
    """The open file while it is locked; it stays where it is, for a file removed could be locked twice."""
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        note = os.read(handle, LONGEST_NOTE).decode(errors="replace").partition(" ")[2]
        os.close(handle)
        raise Refused(refusal.format(where=f"（{note}）" if note else "")) from None
    try:
        yield handle
    finally:
        os.close(handle)


def _write(handle: int, note: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, note.encode()[:LONGEST_NOTE], 0)


@contextmanager
def _advisory(app: Flask, *, shared: bool, refusal: str) -> Iterator[None]:
    """PostgreSQL's lock for as long as the connection lives."""
    way = "pg_try_advisory_lock_shared" if shared else "pg_try_advisory_lock"
    with _connected(app) as connection:
        if not connection.scalar(text(f"SELECT {way}(:key)"), {"key": ADVISORY}):
            raise Refused(refusal)
        yield


def _connected(app: Flask) -> Connection:
    """A connection beside the pool, which gives its locks back when it closes."""
    address = str(app.config["SQLALCHEMY_DATABASE_URI"])
    chosen = engines.options(address)
    engine = create_engine(make_url(address), poolclass=NullPool, isolation_level="AUTOCOMMIT", **chosen)
    return engine.connect()
