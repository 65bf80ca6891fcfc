"""A PostgreSQL that is away is said so on a page that needs nothing of it; when it is back, everything goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core import guard
from app.core.db import db
from app.organisations.models import TownFact
from tests import public, town
from tests.conftest import make_app
from tests.core.listening import log_of
from tests.proxy import Proxy
from tests.story import Story

pytestmark = pytest.mark.only("postgresql")
AWAY, UNSURE, HELP = "数据库现在连不上", "不知道存上了没有", "0533-0000000"
OF_A_PROGRAM = ("SELECT", "psycopg", "sqlalchemy", "Traceback", "Internal Server Error", "test-mediator")


@pytest.fixture
def proxy(app: Flask) -> Iterator[Proxy]:
    """The way to this test's database."""
    way = Proxy(app.config["SQLALCHEMY_DATABASE_URI"])
    yield way
    way.cut()


@pytest.fixture
def far(app: Flask, proxy: Proxy) -> Iterator[Flask]:
    """The same town, reached through the proxy; one of its views loses the database on its way to the commit."""
    other = make_app(Path(app.config["DATA_FOLDER"]), proxy.address, LOCK_WAIT_SECONDS=0)

    def write_and_lose() -> str:
        db.session.add(TownFact(name="lost", value="here"))
        db.session.flush()
        proxy.cut()
        return "kept"

    other.add_url_rule("/lose", "lose", guard.public(write_and_lose), methods=["POST"])
    yield other
    with other.app_context():
        db.engine.dispose()


@pytest.fixture
def client(far: Flask, client_of: Callable[[str], FlaskClient]) -> FlaskClient:
    """A mediator, signed in."""
    client_of("mediator")
    client = far.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = "test-mediator", True
    return client


def test_every_page_says_that_the_database_is_away_and_works_when_it_is_back(
    app: Flask, far: Flask, client: FlaskClient, proxy: Proxy
) -> None:
    story = Story().register()
    pages = ("/", "/cases/", f"/cases/{public.case(story.case_id)}", "/sign-in", "/petitions/follow", "/accusations/")
    assert [client.get(address).status_code for address in pages] == [200, 200, 200, 302, 200, 404]
    proxy.cut()
    with log_of(far) as lines:
        answers = [client.get(address) for address in pages]
        answers += [client.post(address, data={"facts": "雨水"}) for address in ("/cases/register", "/notices/read")]
        answers.append(far.test_client().post("/sign-in", data={"login_name": "mediator", "password": town.PASSWORD}))
        answers.append(client.get("/healthz"))
        nowhere = client.get("/nowhere")
    assert [answer.status_code for answer in answers] == [503] * len(answers)
    for answer in answers[:-1]:
        assert (AWAY in answer.text, HELP in answer.text, answer.headers["Retry-After"]) == (True, True, "60")
        assert not any(word in answer.text for word in OF_A_PROGRAM)
    assert "雨水" in answers[len(pages)].text, "nothing typed is lost"
    assert answers[-1].json == {"status": "database does not answer"}
    assert (nowhere.status_code, "没有这一页" in nowhere.text) == (404, True)
    assert "storage fault: away" in "".join(lines)
    assert not any(word in "".join(lines) for word in OF_A_PROGRAM)
    proxy.open()
    assert [client.get(address).status_code for address in pages] == [200, 200, 200, 302, 200, 404]
    assert client.post("/notices/read").status_code == 302
    assert client.get("/healthz").status_code == 200


def test_a_page_that_asks_no_database_is_shown(far: Flask, client: FlaskClient, proxy: Proxy) -> None:
    proxy.cut()
    with client.get("/static/build/manifest.json") as answer:
        assert answer.status_code == 200


def test_a_connection_that_breaks_at_the_commit_leaves_it_open(
    app: Flask, far: Flask, client: FlaskClient, proxy: Proxy
) -> None:
    answer = client.post("/lose")
    assert (answer.status_code, UNSURE in answer.text) == (503, True)
    proxy.open()
    assert client.get("/cases/").status_code == 200


def test_who_waits_for_a_row_in_vain_is_told_so(app: Flask, far: Flask, client: FlaskClient) -> None:
    with db.engine.begin() as somebody:
        somebody.execute(sa.text("UPDATE account SET text_size = 'huge' WHERE login_name = 'mediator'"))
        answer = client.post("/text-size", data={"size": "large"})
    assert (answer.status_code, "系统正忙着存别人的东西" in answer.text) == (503, True)
    assert client.post("/text-size", data={"size": "large"}).status_code == 302


def test_values_stay_out_of_what_a_database_error_says(app: Flask, far: Flask) -> None:
    with far.app_context(), pytest.raises(sa.exc.DBAPIError) as refused:
        db.session.execute(sa.text("SELECT 1 FROM nowhere WHERE name = :name"), {"name": "王甲"})
    assert "王甲" not in str(refused.value)
