"""What lists, search, 今天 and the periods cost in a town of 1,000 matters and in one of 100,000, page by page.

On SQLite that was never analysed, and on a real PostgreSQL whose tables were not either: its own autovacuum is switched
off for them.  The two towns of a database take turns, round by round, so that what else the machine does falls on both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.cli.prepare import prepare_tables
from app.core import clock
from app.core.db import Model, db
from app.core.transaction import transaction
from app.example.grow import grow
from app.example.town.load import load_example
from app.organisations.models import Village
from benchmarks.measure import ROUNDS, ratio, shown
from tests import postgres
from tests.signed_in import signed_in

SIZES = (1_000, 100_000)
FAR_BEHIND = 50
LONG = 0.1
"""Seconds a page of lists or search may take."""
SEARCHED = tuple(
    f"/search?words={words}" for words in ("王", "王淑芬", "wang", "wangshufen", "5678", "0018号", "通道", "没有这个")
)
"""A surname, a name, both in pinyin, the last digits of a telephone, a number, a word of the facts, and nothing."""
ASKED = {
    "mediator08": [
        *("/", "/cases/", "/cases/?sort=due", "/cases/?light=soon", "/cases/?village={village}", "/deadlines/"),
        *SEARCHED,
    ],
    "justice": [
        *("/cases/", "/cases/?sort=due", "/cases/?light=overdue", "/cases/?village={village}"),
        *("/cases/?status=mediating", "/cases/?type=marriage_family", "/cases/?before=2026-12-01"),
        *("/cases/?words=王", "/cases/?words=xyz", "/cases/?words=0018号", "/cases/?words=没有这个", "/deadlines/"),
        *SEARCHED,
    ],
    "petition": [
        *("/", "/petitions/", "/petitions/?words=王", "/petitions/?class=appeal", "/deadlines/"),
        *SEARCHED,
    ],
    "station": ["/petitions/", "/petitions/?status=sorting"],
}
_NEXT = re.compile(r'href="([^"]*after=[^"]*)"')


def run() -> bool:
    """Measure on both databases; whether no page took more statements in the large town."""
    with TemporaryDirectory(prefix="jieyou-lists-") as name, ExitStack() as stack:
        folder = Path(name)
        equal = _measure("SQLite", folder / "sqlite", lambda size: f"sqlite:///{folder / f'{size}.db'}")
        try:
            server = stack.enter_context(postgres.running_postgres())
        except postgres.NoPostgres as reason:
            print(f"PostgreSQL is left out: {reason}")
            return equal
        names = {size: f"jieyou_lists_{size}" for size in SIZES}
        try:
            on_server = _measure(
                "PostgreSQL", folder / "postgres", lambda size: postgres.create_database(server, names[size])
            )
            return on_server and equal
        finally:
            for database in names.values():
                postgres.drop_database(server, database)


def _measure(name: str, folder: Path, address_of: Callable[[int], str]) -> bool:
    print(f"{name}:", flush=True)
    equal, slow = True, []
    with ExitStack() as stack:
        towns = [stack.enter_context(_town(folder / str(size), address_of(size), size)) for size in SIZES]
        for login_name, addresses in ASKED.items():
            clients = [_client(app, login_name) for app in towns]
            asked = [[address.format(village=_village(app)) for app in towns] for address in addresses]
            first = asked[-1 if login_name == "station" else 1]
            behind = [_page_behind(client, address) for client, address in zip(clients, first, strict=True)]
            for address, named in [*zip(addresses, asked, strict=True), (f"page {FAR_BEHIND}", behind)]:
                seconds, is_equal = _report(login_name, address, towns, clients, named)
                equal &= is_equal
                slow += [f"{login_name} {address}"] if seconds > LONG else []
    print(f"{name}, longer than {shown(LONG)}: {'; '.join(slow) or 'none'}", flush=True)
    return equal


@contextmanager
def _town(folder: Path, address: str, size: int) -> Iterator[Flask]:
    folder.mkdir(parents=True)
    app = create_app(TESTING=True, DATA_FOLDER=str(folder), SQLALCHEMY_DATABASE_URI=address)
    prepare_tables(app, as_server=True)
    with app.app_context():
        _take_no_statistics()
        with transaction():
            load_example(folder, now=clock.now())
        print(f"{grow(size)} matters", flush=True)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


def _take_no_statistics() -> None:
    """PostgreSQL analyses no table by itself, as when a town's old matters were imported a minute ago."""
    if db.engine.dialect.name == "postgresql":
        with transaction():
            for table in Model.metadata.sorted_tables:
                db.session.execute(sa.text(f'ALTER TABLE "{table.name}" SET (autovacuum_enabled = false)'))


def _village(app: Flask) -> str:
    """The public id of the third village."""
    with app.app_context():
        return str(db.session.scalar(sa.select(Village.public_id).order_by(Village.position).offset(2).limit(1)))


def _client(app: Flask, login_name: str) -> FlaskClient:
    with app.app_context():
        return signed_in(app, login_name)


def _page_behind(client: FlaskClient, address: str) -> str:
    for _ in range(FAR_BEHIND - 1):
        found = _NEXT.search(client.get(address).text)
        if found is None:
            break
        address = found[1].replace("&amp;", "&")
    return address


def _report(
    login_name: str, name: str, towns: list[Flask], clients: list[FlaskClient], addresses: list[str]
) -> tuple[float, bool]:
    """How long the page takes in the large town, and whether with no more statements than in the small one."""
    counts = [_statements(app, client, address) for app, client, address in zip(towns, clients, addresses, strict=True)]
    turns = [[_seconds(*one) for one in zip(clients, addresses, strict=True)] for _ in range(ROUNDS)]
    few, many = (median(one) for one in zip(*turns, strict=True))
    print(f"{login_name:11} {name:28} {shown(few):>8} {shown(many):>8} {ratio(many, few):>6}  {counts}", flush=True)
    spare = 1 if name.startswith("/search") else 0  # what it finds in no room of the small town has parts to read
    return many, counts[1] <= counts[0] + spare


def _seconds(client: FlaskClient, address: str) -> float:
    begun = perf_counter()
    assert client.get(address).status_code == 200
    return perf_counter() - begun


def _statements(app: Flask, client: FlaskClient, address: str) -> int:
    sent: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    client.get(address)
    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    client.get(address)
    sa.event.remove(engine, "before_cursor_execute", listen)
    return len(sent)
