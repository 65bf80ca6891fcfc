"""A consistent copy of the living database in one file, and such a copy brought back to life in a scratch place."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, func, inspect, select, table, text
from sqlalchemy.pool import NullPool

from app.cli.refusal import Refused

SQLITE, POSTGRESQL = "sqlite", "postgresql"
VERSION_TABLE = "alembic_version"
DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")


Submission = TypeVar("Submission")


def take_snapshot(engine: Engine, target: Path, look: Callable[[Connection], Submission]) -> Submission:
    """Write the database as it is at one moment to `target`, and return what `look` sees in it at that moment.

    SQLite: `VACUUM INTO` (a copy of a file in use would lack what still stands in its journal).  PostgreSQL: `pg_dump`
    of an exported snapshot, so that the counts are of the same moment.  Raises Refused, OSError, DatabaseError.
    """
    if engine.dialect.name == SQLITE:
        return _take_sqlite(engine, target, look)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        moment = connection.scalar(text("SELECT pg_export_snapshot()"))
        seen = look(connection)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}", f"--file={target}"]
        _run_program("pg_dump", options, engine)
    return seen


def _take_sqlite(engine: Engine, target: Path, look: Callable[[Connection], Submission]) -> Submission:
    source = engine.url.database
    if not source or source == ":memory:":
        raise Refused("这个数据库只在内存里，没有文件可以备份。")
    with closing(sqlite3.connect(source)) as living:
        living.execute("VACUUM INTO ?", (str(target),))
    with open_sqlite(target) as copy, copy.connect() as connection:
        return look(connection)


def count_rows(connection: Connection) -> dict[str, int]:
    """How many rows each table holds."""
    names = sorted(inspect(connection).get_table_names())
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def revision_of(connection: Connection) -> str | None:
    """The version of the tables; None of such as bear none, and of a database without tables."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    return None if found is None else str(found)


@contextmanager
def restored(snapshot: Path, kind: str, living: Engine, scratch_url: URL | None) -> Iterator[Engine]:
    """A snapshot as a database of its own, gone again at the end.

    SQLite: the file itself.  PostgreSQL: a database with a name nobody uses, on the server of `scratch_url` or else
    beside the living one; it is dropped afterwards.  Raises Refused, DatabaseError.
    """
    if kind == SQLITE:
        with open_sqlite(snapshot) as engine:
            yield engine
        return
    server = scratch_url or living.url
    if server.get_backend_name() != POSTGRESQL:
        raise Refused("这是 PostgreSQL 的备份，请用 --scratch 写一个可以建库的 PostgreSQL 地址来试着恢复。")
    name = f"jieyou_verify_{secrets.token_hex(6)}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    scratch = create_engine(server.set(database=name), poolclass=NullPool)
    try:
        bring_into(scratch, snapshot)
        yield scratch
    finally:
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def bring_into(engine: Engine, snapshot: Path) -> None:
    """Restore a PostgreSQL snapshot into an empty database, whole or not at all.  Raises `Refused`, `DatabaseError`."""
    options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(snapshot)]
    _run_program("pg_restore", options, engine)


@contextmanager
def open_sqlite(path: Path) -> Iterator[Engine]:
    """A SQLite file with nothing kept open afterwards."""
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)
    try:
        yield engine
    finally:
        engine.dispose()


def _run_program(name: str, options: Sequence[str], engine: Engine) -> None:
    """Run one of PostgreSQL's programs on an engine's database; the password goes by the environment."""
    with engine.connect() as connection:
        major = int((connection.dialect.server_version_info or (0,))[0])
    url = engine.url.set(drivername="postgresql", password=None)
    command = [find_program(name, major), *options, f"--dbname={url.render_as_string(hide_password=False)}"]
    environment = {**os.environ, "PGPASSWORD": engine.url.password or os.environ.get("PGPASSWORD", "")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [""]
        raise Refused(f"{name} 没有做成：{last[0]}")


def find_program(name: str, major: int) -> str:
    """A PostgreSQL program of the server's own version if there is one, else the one at hand. Raises Refused."""
    own = DEBIAN_PROGRAMS / str(major) / "bin" / name
    if own.is_file():
        return str(own)
    found = shutil.which(name)
    if found:
        return found
    newer = sorted(DEBIAN_PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if newer:
        return str(newer[-1])
    raise Refused(f"找不到 {name}。请安装 PostgreSQL {major} 的客户端：sudo apt-get install -y postgresql-client")
