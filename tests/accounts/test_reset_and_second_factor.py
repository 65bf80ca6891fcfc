"""Lost passwords and the second factor do not undo each other (OWASP ASVS 5.0: 6.4.3, 7.2.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.test_lost_password import OWN, given_to
from tests.accounts.test_second_factor import HALF_MINUTE, code_at, first_step, is_in, named, second_step, set_up
from tests.town import NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]


def test_a_new_first_password_leaves_the_second_factor_as_it_was(
    app: Flask, client_of: ClientOf, at: Callable[[datetime], None]
) -> None:
    secret, _ = set_up(client_of("mediator"))
    drawn = given_to("mediator", client_of("admin"))
    assert named().second_factor_at is not None
    at(NOW + HALF_MINUTE)
    client = app.test_client()
    answer = client.post("/sign-in", data={"login_name": "mediator", "password": drawn})
    assert (answer.status_code, answer.location) == (302, "/sign-in/code")
    assert client.get("/account").status_code == 302, "the new password alone opens nothing"
    assert second_step(client, code_at(secret, NOW + HALF_MINUTE)).status_code == 302
    assert client.get("/cases/").location == "/account", "and it is to be changed"
    assert client.post("/account/password", data={"old": drawn, "new": OWN, "again": OWN}).status_code == 302
    assert is_in(client)


def test_the_first_step_of_signing_in_anew_ends_the_session_this_browser_came_with(
    app: Flask, client_of: ClientOf
) -> None:
    set_up(client_of("mediator"))
    client = app.test_client()
    client.post("/sign-in", data={"login_name": "head", "password": PASSWORD})
    before = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert before is not None
    answer = client.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    assert answer.location == "/sign-in/code", "and does not go on as the one before"
    old = app.test_client()
    old.set_cookie(app.config["SESSION_COOKIE_NAME"], before.value)
    assert old.get("/account").status_code == 302
    assert first_step(app) is not None


def test_an_officer_s_second_factor_stays_while_the_new_password_waits(app: Flask, client_of: ClientOf) -> None:
    """Both together would open the closed room to whoever gave the password, once the second person said yes."""
    set_up(client_of("discipline"))
    admin = client_of("admin")
    given_to("discipline", admin)
    assert named("discipline").is_waiting
    answer = admin.post(f"/accounts/{named('discipline').public_id}/second-factor", data={"once": "off"})
    assert answer.status_code == 403
    assert named("discipline").second_factor_at is not None
