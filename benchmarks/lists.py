"""What lists, search, 今天 and the periods cost in a town of 1,000 matters and in one of 100,000, page by page.

The two towns take turns, round by round, so that what else the machine does falls on both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from app.core.db import db
from app.core.transaction import transaction
from app.example.grow import grow
from app.example.town.load import load_example
from app.organisations.models import Village
from benchmarks.measure import ROUNDS, ratio, shown
from tests.signed_in import signed_in

SIZES = (1_000, 100_000)
FAR_BEHIND = 50
ASKED = {
    "mediator08": [
        *("/", "/cases/", "/cases/?sort=due", "/cases/?light=soon", "/cases/?village={village}", "/deadlines/"),
        "/search?words=5678",
    ],
    "justice": [
        *("/cases/", "/cases/?sort=due", "/cases/?light=overdue", "/cases/?village={village}"),
        *("/cases/?status=mediating", "/cases/?type=marriage_family", "/cases/?before=2026-12-01"),
        *("/cases/?words=王", "/cases/?words=xyz", "/cases/?words=0018号", "/cases/?words=没有这个", "/deadlines/"),
        *("/search?words=王", "/search?words=wang", "/search?words=wangshufen", "/search?words=5678"),
    ],
    "petition": [
        *("/", "/petitions/", "/petitions/?words=王", "/petitions/?class=appeal", "/deadlines/", "/search?words=5678"),
    ],
    "station": ["/petitions/", "/petitions/?status=sorting"],
}
_NEXT = re.compile(r'href="([^"]*after=[^"]*)"')


def run() -> bool:
    """Measure on SQLite without statistics; whether no page took more statements in the large town."""
    with TemporaryDirectory(prefix="jieyou-lists-") as name, ExitStack() as stack:
        towns = [stack.enter_context(_town(Path(name) / str(size), size)) for size in SIZES]
        equal = True
        for login_name, addresses in ASKED.items():
            clients = [_client(app, login_name) for app in towns]
            for address in addresses:
                named = [address.format(village=_village(app)) for app in towns]
                equal &= _report(login_name, address, towns, clients, named)
            behind = [_page_behind(client, addresses[-1 if login_name == "station" else 1]) for client in clients]
            equal &= _report(login_name, f"page {FAR_BEHIND}", towns, clients, behind)
        return equal


@contextmanager
def _town(folder: Path, size: int) -> Iterator[Flask]:
    folder.mkdir()
    app = create_app(TESTING=True, DATA_FOLDER=str(folder), SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder / 'town.db'}")
    prepare_tables(app, as_server=True)
    with app.app_context():
        with transaction():
            load_example(folder, now=clock.now())
        print(f"{grow(size)} matters", flush=True)
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


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


def _report(login_name: str, name: str, towns: list[Flask], clients: list[FlaskClient], addresses: list[str]) -> bool:
    """Whether the page takes no more statements in the large town than in the small one; prints how long it takes."""
    counts = [_statements(app, client, address) for app, client, address in zip(towns, clients, addresses, strict=True)]
    turns = [[_seconds(*one) for one in zip(clients, addresses, strict=True)] for _ in range(ROUNDS)]
    few, many = (median(one) for one in zip(*turns, strict=True))
    print(f"{login_name:11} {name:28} {shown(few):>8} {shown(many):>8} {ratio(many, few):>6}  {counts}", flush=True)
    return counts[1] <= counts[0]


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
