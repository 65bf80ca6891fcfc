"""Cookies and tokens of forms bear a signature of 256 bits, and another one is not believed."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient

from app import create_app
from app.core.db import Model, db
from tests.core.test_guard import token


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    app = create_app(DATA_FOLDER=str(tmp_path), SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'signed.db'}")
    with app.app_context():
        Model.metadata.create_all(db.engine)
        db.engine.dispose()
    return app.test_client()


def kept(client: FlaskClient) -> str:
    cookie = client.get_cookie(client.application.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    return cookie.value


def bits(signed: str) -> int:
    """The length of the signature at the end of a signed text."""
    mark = signed.rsplit(".", 1)[1]
    return len(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4))) * 8


def test_the_session_cookie_and_the_token_of_a_form_are_signed_with_256_bits(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    assert bits(kept(client)) == 256
    assert bits(token(page)) == 256


def test_a_cookie_signed_with_sha_1_is_not_read(client: FlaskClient) -> None:
    form = token(client.get("/sign-in").text)
    app: Flask = client.application
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    ours = app.session_interface.get_signing_serializer(app)
    assert serializer is not None
    content = ours.loads(kept(client))
    assert re.fullmatch("[0-9a-f]{40}", content["csrf_token"])
    old = serializer.dumps(content)
    assert bits(old) == 160
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], old)
    answer = client.post("/text-size", data={"size": "large", "csrf_token": form})
    assert answer.status_code == 400, "the token's other half stood in the cookie"
