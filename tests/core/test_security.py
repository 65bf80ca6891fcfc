"""What every answer carries, which names we answer to, and what the cookies are bound to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import SignInSession
from app.core.db import Model, db
from app.settings import SettingRefused, known_hosts
from tests import town
from tests.conftest import make_app
from tests.town import PASSWORD

ClientOf = Callable[[str], FlaskClient]
HTTPS = {"base_url": "https://jieyou.example.cn"}


@pytest.fixture
def by_https(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application as a town runs it behind https, under its own name."""
    settings = {"HTTPS": True, "PUBLIC_URL": "https://jieyou.example.cn", "TRUSTED_HOSTS": "内网.example, 10.1.2.3"}
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'https.db'}", **settings)
    with app.app_context():
        Model.metadata.create_all(db.engine)
        town.build_town()
        yield app
        db.session.remove()
        db.engine.dispose()


def cookies(answer: TestResponse) -> dict[str, str]:
    """Every cookie that an answer sets, by name, with what it is bound to."""
    lines = answer.headers.getlist("Set-Cookie")
    return {line.partition("=")[0]: line for line in lines}


def test_by_https_every_cookie_is_bound_to_this_very_host(by_https: Flask) -> None:
    client = by_https.test_client()
    signed_in = client.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD}, **HTTPS)
    sized = client.post("/text-size", data={"size": "large"}, **HTTPS)
    assert (signed_in.status_code, sized.status_code) == (302, 302)
    found = cookies(signed_in) | cookies(sized)
    assert set(found) == {"__Host-session", "__Host-text_size", "__Host-known"}
    for line in found.values():
        assert "; Secure" in line
        assert "; HttpOnly" in line
        assert "; Path=/" in line
        assert "; SameSite=Lax" in line
        assert "Domain=" not in line
    assert "Expires" not in found["__Host-session"]
    assert "Max-Age" not in found["__Host-session"]
    assert client.get("/", **HTTPS).status_code == 200
    assert db.session.query(SignInSession).count() == 1


def test_https_is_demanded_for_a_year_once_there_is_https(app: Flask, by_https: Flask) -> None:
    for address in ("/sign-in", "/nowhere", "/static/build/manifest.json"):
        answer = by_https.test_client().get(address, **HTTPS)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", address
        answer.close()
    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers


def test_without_https_cookies_have_their_plain_names(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    assert set(cookies(answer)) == {"session", "known"}
    assert "Secure" not in cookies(answer)["session"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "127.0.0.1"])
def test_this_machine_may_always_ask(app: Flask, by_https: Flask, host: str) -> None:
    for one in (app, by_https):
        assert one.test_client().get("/healthz", headers={"Host": host}).json == {"status": "ok"}


@pytest.mark.parametrize("host", ["jieyou.example.cn", "jieyou.example.cn:8443", "10.1.2.3"])
def test_the_public_name_and_those_of_the_setting_may_ask(by_https: Flask, host: str) -> None:
    assert by_https.test_client().get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.com", "evil.com:8000", "jieyou.example.cn.evil.com", "127.0.0.1.evil.com", "10.1.2.4", "[::2]", "a b"],
)
@pytest.mark.parametrize("address", ["/accusations", "/sign-in", "/healthz", "/nowhere", "/cases"])
def test_another_name_gets_a_sentence_and_leads_nowhere(
    app: Flask, client_of: ClientOf, host: str, address: str
) -> None:
    for client in (app.test_client(), client_of("discipline")):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400
        assert "Location" not in answer.headers
        assert "这个网址不是本系统的" in answer.text
        assert "JIEYOU_TRUSTED_HOSTS" in answer.text
        assert host not in answer.text
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.both
def test_a_form_sent_under_another_name_does_nothing(app: Flask) -> None:
    data = {"login_name": "mediator", "password": PASSWORD}
    answer = app.test_client().post("/sign-in", data=data, headers={"Host": "evil.com"})
    assert (answer.status_code, answer.headers.get("Set-Cookie")) == (400, None)
    assert PASSWORD not in answer.text
    assert db.session.query(SignInSession).count() == 0


def test_the_slash_that_was_left_out_is_put_there_under_our_own_name(client_of: ClientOf) -> None:
    answer = client_of("discipline").get("/accusations")
    assert answer.status_code == 308
    assert answer.location in ("http://localhost/accusations/", "/accusations/")


@pytest.mark.parametrize(
    ("url", "host", "further", "known"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", "", set()),
        ("https://Jieyou.Example.cn/", "0.0.0.0", "", {"jieyou.example.cn"}),
        ("http://10.0.0.5:8000", "10.0.0.5", " a.cn ，B.cn,, [fd00::1]", {"10.0.0.5", "a.cn", "b.cn", "fd00::1"}),
        ("http://[fd00::2]:8000", "::", "", {"fd00::2"}),
        ("http://a.cn", "192.168.1.9", "", {"a.cn", "192.168.1.9"}),
    ],
)
def test_the_names_we_answer_to(database: str, url: str, host: str, further: str, known: set[str]) -> None:
    assert known_hosts(url, host, further) == known | {"127.0.0.1", "::1", "localhost"}


@pytest.mark.parametrize("url", ["", "jieyou.example.cn", "http://", "http://[half"])
def test_a_public_address_without_a_name_stops_the_start(database: str, url: str) -> None:
    with pytest.raises(SettingRefused, match="JIEYOU_PUBLIC_URL"):
        known_hosts(url, "127.0.0.1", "")


def test_a_method_nobody_answers_is_told_which_are(app: Flask, client_of: ClientOf) -> None:
    answer = client_of("mediator").get("/sign-out")
    assert answer.status_code == 405
    assert {one.strip() for one in answer.headers["Allow"].split(",")} == {"POST", "OPTIONS"}
    answer = app.test_client().delete("/sign-in")
    assert answer.status_code == 405
    assert {one.strip() for one in answer.headers["Allow"].split(",")} == {"GET", "HEAD", "POST", "OPTIONS"}
