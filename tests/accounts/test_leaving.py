"""Whoever is signed in can leave from every page, and nobody is signed in without having asked for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import SignInSession
from app.core.db import db
from tests.house.test_doors import doors
from tests.petitions.way import Way
from tests.story import Story
from tests.town import PASSWORD

ClientOf = Callable[[str], FlaskClient]


@pytest.mark.parametrize("name", ["mediator", "petition", "discipline", "admin", "justice"])
def test_every_page_has_the_button_that_signs_out(app: Flask, client_of: ClientOf, name: str) -> None:
    """OWASP ASVS 5.0, 7.4.4."""
    Story().register()
    Way().register()
    client, seen = client_of(name), 0
    for door in doors(app):
        if door.method == "GET":
            answer = client.get(door.address)
            if answer.mimetype == "text/html" and answer.status_code != 302:
                assert 'action="/sign-out"' in answer.text, door
                seen += 1
    assert seen > 10


def test_no_page_that_is_only_read_signs_anybody_in(app: Flask) -> None:
    """OWASP ASVS 5.0, 7.6.2."""
    client = app.test_client()
    for door in doors(app):
        if door.method == "GET":
            client.get(door.address)
    assert db.session.query(SignInSession).count() == 0


def test_a_key_somebody_put_into_the_cookie_opens_nothing(app: Flask) -> None:
    """OWASP ASVS 5.0, 7.2.1: the row decides; and a name or a number is no key."""
    for key in ("1", "mediator", "A" * 43, ""):
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = key
        assert client.get("/account").status_code == 302


def test_a_cookie_signed_with_another_secret_opens_nothing(app: Flask, client_of: ClientOf) -> None:
    """OWASP ASVS 5.0, 7.2.1, 9.1.1."""
    client = client_of("mediator")
    assert client.get("/account").status_code == 200
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    body, mark = cookie.value.rsplit(".", 1)
    forged = f"{body}.{mark[:-3]}{'AAA' if mark[-3:] != 'AAA' else 'BBB'}"
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], forged)
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("name", ["mediator", "head"])
def test_signing_in_anew_ends_the_session_this_browser_came_with(app: Flask, client_of: ClientOf, name: str) -> None:
    """OWASP ASVS 5.0, 7.2.4: also when somebody else signs in on a shared PC without signing out first."""
    client, elsewhere = client_of("mediator"), app.test_client()
    elsewhere.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    before = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert before is not None
    assert client.post("/sign-in", data={"login_name": name, "password": PASSWORD}).status_code == 302
    assert client.get("/account").status_code == 200
    old = app.test_client()
    old.set_cookie(app.config["SESSION_COOKIE_NAME"], before.value)
    assert old.get("/account").status_code == 302
    assert elsewhere.get("/account").status_code == 200, "what is open elsewhere stays"
