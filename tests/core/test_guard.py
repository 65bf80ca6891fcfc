"""The door of every request: silent views, forged forms, headers, refusals as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.db import Model, db
from app.core.errors import NotAllowed, NotFound
from app.core.guard import is_public, permission_of, public, requires
from app.core.permissions import Permission
from tests import town


def fall() -> str:
    """A view with a fault in it."""
    raise ZeroDivisionError("王甲 370304196005010038")


def silent() -> str:
    """A view that does not say who may enter."""
    return "nobody should read this"


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Flask]:
    """The application as an office runs it: forged forms refused, faults shown as a page."""
    app = create_app(DATA_FOLDER=str(tmp_path), SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'strict.db'}")
    app.add_url_rule("/fall", "fall", public(fall))
    app.add_url_rule("/silent", "silent", silent)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        town.build_town()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(strict: Flask) -> FlaskClient:
    return strict.test_client()


def token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_a_silent_view_answers_nobody(client: FlaskClient) -> None:
    answer = client.get("/silent")
    assert answer.status_code == 404
    assert "nobody should read this" not in answer.text


def test_marks_are_kept_by_the_view_s_own_name() -> None:
    @requires(Permission.CASE_SEE)
    def seen() -> None: ...

    @public
    def open_to_all() -> None: ...

    assert (permission_of(seen), is_public(seen)) == (Permission.CASE_SEE, False)
    assert (permission_of(open_to_all), is_public(open_to_all)) == (None, True)


def test_a_form_without_its_token_is_refused_with_a_sentence(client: FlaskClient) -> None:
    data = {"login_name": "mediator", "password": town.PASSWORD}
    answer = client.post("/sign-in", data=data)
    assert answer.status_code == 400
    assert "请退回上一页，刷新以后再办一次" in answer.text
    assert client.get("/").status_code == 302


def test_a_form_with_another_one_s_token_is_refused(strict: Flask, client: FlaskClient) -> None:
    foreign = token(strict.test_client().get("/sign-in").text)
    client.get("/sign-in")
    data = {"login_name": "mediator", "password": town.PASSWORD, "csrf_token": foreign}
    assert client.post("/sign-in", data=data).status_code == 400


def test_a_form_with_its_own_token_is_taken(client: FlaskClient) -> None:
    data = {"login_name": "mediator", "password": town.PASSWORD, "csrf_token": token(client.get("/sign-in").text)}
    assert client.post("/sign-in", data=data).status_code == 302
    page = client.get("/account").text
    assert client.post("/sign-out").status_code == 400
    assert client.post("/sign-out", data={"csrf_token": token(page)}).status_code == 302


def test_a_draft_needs_the_token_too(client: FlaskClient) -> None:
    data = {"login_name": "mediator", "password": town.PASSWORD, "csrf_token": token(client.get("/sign-in").text)}
    client.post("/sign-in", data=data)
    assert client.post("/drafts/register", data="facts=1").status_code == 400
    held = {"X-CSRFToken": token(client.get("/account").text)}
    assert client.post("/drafts/register", data="facts=1", headers=held).status_code == 200


def test_a_fault_shows_a_number_to_read_out_and_nothing_else(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get("/fall")
    assert answer.status_code == 500
    number = answer.headers["X-Request-Number"]
    assert re.fullmatch("[0-9A-F]{8}", number)
    assert f'<span class="number">{number}</span>' in answer.text
    assert "不是您的错" in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert "370304196005010038" not in answer.text


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), ("/cases/x", 404), ("/sign-out", 405)])
def test_a_wrong_address_is_a_page_with_a_way_back(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert "回到第一页" in answer.text


@pytest.mark.parametrize("address", ["/sign-in", "/nowhere", "/healthz", "/fall"])
def test_every_answer_carries_the_strict_headers(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_the_cookie_is_kept_from_scripts_and_other_sites(strict: Flask, client: FlaskClient) -> None:
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    strict.config["SESSION_COOKIE_SECURE"] = True
    assert "Secure" in strict.test_client().get("/sign-in").headers["Set-Cookie"]


def test_refusals_carry_their_sentence_and_status() -> None:
    assert (NotAllowed("不行。").status, NotFound("没有。").status) == (403, 404)
    assert str(NotFound("没有。")) == "没有。"


def test_health_says_whether_the_database_answers(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
