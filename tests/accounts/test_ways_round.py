"""Ways round the second person, the code and the brake that were tried, and are shut."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions import change_password
from app.accounts.actions.give_first_password import give_first_password
from app.accounts.actions.name_head import name_head
from app.accounts.models import SignInSession
from app.core.db import db
from app.core.source import network_of
from app.core.transaction import transaction
from tests.accounts.test_second_factor import code_at, set_up
from tests.accounts.test_second_person import OWN, decide, first_password, named, notices, opened
from tests.together import at_once
from tests.town import NOW, PASSWORD

At = Callable[[datetime], None]
ClientOf = Callable[[str], FlaskClient]
DRAFT = "/drafts/accusation-register"
FULL_WIDTH = str.maketrans("0123456789", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")


def taken_over(app: Flask, admin: FlaskClient, login_name: str) -> FlaskClient:
    """The administrator gives a new first password, signs in with it himself and makes it his own."""
    admin.post(f"/accounts/{named(login_name).public_id}/new-password", data={"once": "taken"})
    drawn = first_password(admin.get("/accounts").text)
    client = app.test_client()
    client.post("/sign-in", data={"login_name": login_name, "password": drawn})
    client.post("/account/password", data={"old": drawn, "new": OWN, "again": OWN})
    return client


def test_who_takes_an_officers_account_over_reads_no_draft_of_an_accusation(app: Flask, client_of: ClientOf) -> None:
    client_of("discipline").post(DRAFT, data="accuser_name=王举报")
    client = taken_over(app, client_of("admin"), "discipline")
    assert client.get(DRAFT).status_code in {302, 403, 404}
    assert client.post(DRAFT, data="text=x").status_code in {302, 403, 404}
    assert "王举报" not in client.get(DRAFT).text


def test_what_was_asked_before_is_not_confirmed_by_who_read_something_else(app: Flask, client_of: ClientOf) -> None:
    """Between reading and pressing the account was reset: the page must be read again."""
    opened(app, client_of)
    head = client_of("discipline")
    page = head.get(f"/accounts/{named('officer').public_id}/confirm").text
    shown = re.search(r'name="request_id"[^>]*value="(\w{12})"', page)
    assert shown is not None
    taken_over(app, client_of("admin"), "officer")
    answer = decide(head, request_id=shown[1])
    assert answer.status_code == 409
    assert "刚才又有人动过" in answer.text
    assert named("officer").is_waiting


def test_a_password_change_under_way_does_not_undo_a_reset(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds a stolen session and keeps changing the password is put out by the reset all the same."""
    thief = client_of("mediator")
    hashed = change_password.hash_password

    def reset_meanwhile(password: str) -> str:
        with app.app_context(), transaction():
            admin, whose = named("admin"), named("mediator")
            give_first_password(
                whose, first_password="drawn by the office", lasts=timedelta(hours=72), actor=admin, now=NOW
            )
        return hashed(password)

    monkeypatch.setattr(change_password, "hash_password", reset_meanwhile)
    answer = thief.post("/account/password", data={"old": PASSWORD, "new": OWN, "again": OWN})
    assert answer.status_code == 409
    db.session.expire_all()
    assert named("mediator").must_change_password
    assert db.session.query(SignInSession).filter_by(account_id=named("mediator").id).count() == 0
    assert thief.get("/account").location.startswith("/sign-in")


def test_where_only_administrators_keep_watch_the_justice_office_is_told(app: Flask, client_of: ClientOf) -> None:
    with transaction():
        named("secretary").disabled_at = NOW
    client_of("admin").post(f"/accounts/{named('discipline').public_id}/new-password", data={"once": "one"})
    assert any("换了新的第一次密码" in said for said in notices("justice"))


def test_a_secretarys_second_factor_is_not_removed_from_a_page(app: Flask, client_of: ClientOf) -> None:
    set_up(client_of("secretary"))
    address = f"/accounts/{named('secretary').public_id}/second-factor"
    assert client_of("admin").post(address, data={"once": "one"}).status_code == 403
    assert named("secretary").second_factor_at is not None
    assert address not in client_of("admin").get("/accounts").text


def test_a_new_first_password_is_not_braked_by_the_wrong_ones_before(app: Flask, client_of: ClientOf) -> None:
    stranger = app.test_client()
    for _ in range(8):
        stranger.post("/sign-in", data={"login_name": "mediator", "password": "wrong"})
    admin = client_of("admin")
    admin.post(f"/accounts/{named('mediator').public_id}/new-password", data={"once": "one"})
    drawn = first_password(admin.get("/accounts").text)
    assert stranger.post("/sign-in", data={"login_name": "mediator", "password": drawn}).status_code == 302


@pytest.mark.both
def test_of_many_codes_at_once_one_is_looked_at(app: Flask, client_of: ClientOf, at: At) -> None:
    set_up(client_of("discipline"))
    clients = []
    for _ in range(6):
        clients.append(app.test_client())
        clients[-1].post("/sign-in", data={"login_name": "discipline", "password": PASSWORD})
    for wrong in range(6):
        clients[0].post("/sign-in/code", data={"one_time_code": f"00000{wrong}"})
    at(NOW + timedelta(seconds=61))
    db.session.remove()

    def guess(place: int) -> int:
        return clients[place].post("/sign-in/code", data={"one_time_code": f"11111{place}"}).status_code

    answers = at_once(app, [lambda place=place: guess(place) for place in range(6)])
    assert answers.count(422) == 1, answers


def test_a_new_head_that_is_refused_stays_the_officer_he_was(app: Flask, client_of: ClientOf) -> None:
    opened(app, client_of)
    assert decide(client_of("discipline")).status_code == 302
    with transaction():
        name_head(named("officer"), now=NOW)
    assert named("officer").is_waiting
    refused = decide(client_of("secretary"), decision="refuse", reason="还不是他")
    assert refused.status_code == 302
    officer = named("officer")
    assert (officer.is_active, officer.is_waiting, officer.is_discipline_head) == (True, False, False)


def test_a_code_counts_as_it_was_meant_in_full_width_too(app: Flask, client_of: ClientOf, at: At) -> None:
    secret, sheet = set_up(client_of("mediator"))
    at(NOW + timedelta(seconds=61))
    for typed in (code_at(secret, NOW + timedelta(seconds=61)).translate(FULL_WIDTH), sheet[0].replace("-", "\uff0d")):
        client = app.test_client()
        client.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
        assert client.post("/sign-in/code", data={"one_time_code": typed}).status_code == 302, typed


@pytest.mark.parametrize(
    ("told", "meant"),
    [("203.0.113.9:51234", "203.0.113.9"), ("[2001:db8::1]:443", "2001:db8::/64"), ("2001:db8::1", "2001:db8::/64")],
)
def test_a_port_makes_no_other_source(told: str, meant: str) -> None:
    assert network_of(told) == meant
