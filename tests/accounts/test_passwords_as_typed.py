"""Passwords count as they were typed, as long as they are, for as long as one likes (OWASP ASVS 5.0, 6.2, 11.4.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions.passwords import hash_password, password_is_right
from tests.town import NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]
LONG = "槐树下乘凉，Three cats & 7 hens; " * 4
SCRIPTS = Path(__file__).resolve().parents[2] / "app" / "static" / "src" / "js"


def enters(app: Flask, password: str) -> bool:
    answer = app.test_client().post("/sign-in", data={"login_name": "mediator", "password": password})
    return answer.status_code == 302


def taken(client: FlaskClient, password: str) -> bool:
    sent = {"old": PASSWORD, "new": password, "again": password}
    return client.post("/account/password", data=sent).status_code == 302


def test_a_password_of_a_hundred_and_twenty_eight_characters_counts_to_its_last(
    app: Flask, client_of: ClientOf
) -> None:
    password = LONG[:127] + "。"
    assert taken(client_of("mediator"), password)
    assert enters(app, password)
    assert not enters(app, password[:-1])
    assert not enters(app, password[:-1] + "，")


def test_small_letters_capitals_and_blanks_at_the_ends_are_told_apart(app: Flask, client_of: ClientOf) -> None:
    password = "  Blanks before and Behind 岭上  "
    assert taken(client_of("mediator"), password)
    assert not enters(app, password.strip())
    assert not enters(app, password.lower())
    assert enters(app, password)


@pytest.mark.parametrize(
    "password", ["门前溪水绕石桥东流去", "xyloteqavimpu", "!?%&()=+#*~;:@-_", "tall grass by the old mill"]
)
def test_no_kind_of_character_is_asked_for(client_of: ClientOf, password: str) -> None:
    assert taken(client_of("mediator"), password)


def test_a_password_does_not_grow_old(app: Flask, at: Callable[[datetime], None]) -> None:
    at(NOW + timedelta(days=365 * 9))
    client = app.test_client()
    answer = client.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["/sign-in", "/account"])
def test_a_field_for_a_password_hides_it_and_lets_a_password_store_fill_it(
    app: Flask, client_of: ClientOf, address: str
) -> None:
    page = (client_of("mediator") if address == "/account" else app.test_client()).get(address).text
    fields = re.findall(r'<input[^>]*name="(?:password|old|new|again)"[^>]*>', page)
    assert len(fields) in {1, 3}
    for field in fields:
        assert 'type="password"' in field
        assert re.search(r'autocomplete="(?:current|new)-password"', field)
        assert "readonly" not in field


def test_no_script_watches_what_is_pasted(app: Flask) -> None:
    watching = [path.name for path in SCRIPTS.glob("*.js") if "paste" in path.read_text(encoding="utf-8")]
    assert watching == []


@pytest.mark.usefixtures("hashing_as_served")
def test_a_hash_is_argon2id_with_the_cost_of_today_and_a_salt_of_its_own() -> None:
    """RFC 9106, second recommended option: 64 MiB, three passes, four lanes; 16 bytes of salt."""
    kept, fresh = hash_password(PASSWORD), hash_password(PASSWORD)
    for one in (kept, fresh):
        assert re.fullmatch(r"\$argon2id\$v=19\$m=65536,t=3,p=4\$[\w+/]{22}\$[\w+/]{43}", one)
        assert password_is_right(PASSWORD, one)
    assert kept.split("$")[4] != fresh.split("$")[4]
