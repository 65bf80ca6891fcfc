"""Signing in and out: right, wrong and locked; sessions that end; a cookie that says nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account, SignInSession
from app.audit.models import AuditEntry
from app.core.brake import Tally
from app.core.db import db
from tests import public
from tests.town import NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
WRONG, WAIT = "登录名或者密码不对", "试错的次数太多了，请等1分钟再试"


def sign_in(client: FlaskClient, name: str = "mediator", password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"login_name": name, "password": password, **more})


def is_in(client: FlaskClient) -> bool:
    return client.get("/").status_code == 200


def deeds() -> list[str]:
    found = db.session.query(AuditEntry).filter(AuditEntry.deed != "audit:rows_written")
    return [entry.deed for entry in found.order_by(AuditEntry.id)]


def test_the_right_password_opens_the_day(app: Flask) -> None:
    client = app.test_client()
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert "吴桂兰" in client.get("/").text
    assert deeds() == ["account:signed_in"]
    assert db.session.query(SignInSession).count() == 1


@pytest.mark.parametrize(("name", "password"), [("mediator", "wrong"), ("nobody", PASSWORD), ("MEDIATOR", PASSWORD)])
def test_the_wrong_pair_is_refused_without_saying_which(app: Flask, name: str, password: str) -> None:
    client = app.test_client()
    answer = sign_in(client, name, password)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert f'value="{name}"' in answer.text
    assert password not in answer.text
    assert not is_in(client)
    assert db.session.query(Tally).count() == 3, "the pair, the source, the name"


@pytest.mark.parametrize("missing", ["login_name", "password"])
def test_an_empty_field_is_named(app: Flask, missing: str) -> None:
    answer = sign_in(app.test_client(), **{"name" if missing == "login_name" else "password": ""})
    assert answer.status_code == 422
    assert "请填" in answer.text
    assert db.session.query(Tally).count() == 0


def test_a_disabled_account_is_told_the_same_as_a_wrong_password(app: Flask, client_of: ClientOf) -> None:
    mediator, admin = client_of("mediator"), client_of("admin")
    assert is_in(mediator)
    account = db.session.query(Account).filter_by(login_name="mediator").one()
    assert admin.post(f"/accounts/{account.public_id}/disable").status_code == 302
    assert not is_in(mediator), "an open session ends with the account"
    assert WRONG in sign_in(app.test_client()).text


def test_nobody_closes_their_own_account(client_of: ClientOf) -> None:
    account = db.session.query(Account).filter_by(login_name="admin").one()
    answer = client_of("admin").post(f"/accounts/{account.public_id}/disable")
    assert answer.status_code == 422
    assert "不能停用自己的账号" in answer.text


def test_a_deleted_session_row_signs_out(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    db.session.query(SignInSession).delete()
    db.session.commit()
    assert client.get("/").location.startswith("/sign-in")


def test_signing_out_makes_the_cookie_worthless(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    kept = client.get_cookie("session")
    assert kept is not None
    assert client.post("/sign-out").status_code == 302
    client.set_cookie("session", kept.value)
    assert not is_in(client)
    assert deeds() == ["account:signed_in", "account:signed_out"]


@pytest.mark.parametrize(
    ("unused", "stays"), [(timedelta(hours=12), True), (timedelta(hours=12, seconds=1), False)], ids=str
)
def test_an_unused_session_ends_after_twelve_hours(app: Flask, at: At, unused: timedelta, stays: bool) -> None:
    client = app.test_client()
    sign_in(client)
    at(NOW + unused)
    assert is_in(client) is stays


def test_a_used_session_lives_on_but_never_over_seven_days(app: Flask, at: At) -> None:
    client = app.test_client()
    sign_in(client)
    for hours in range(6, 7 * 24 + 1, 6):
        at(NOW + timedelta(hours=hours))
        assert is_in(client), hours
    at(NOW + timedelta(days=7, seconds=1))
    assert not is_in(client)


def test_the_cookie_holds_no_account_id(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    row = db.session.query(SignInSession).one()
    with client.session_transaction() as held:
        assert held["_user_id"] == row.key
        assert not {row.account_id, str(row.account_id), "mediator"} & set(map(str, held.values()))
    assert len(row.key) >= 40


def test_a_cookie_from_before_signing_in_is_not_kept(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as held:
        held["left by somebody"] = "else"
    sign_in(client)
    with client.session_transaction() as held:
        assert "left by somebody" not in held


def test_the_size_that_stood_in_the_sign_in_cookie_moves_into_its_own(app: Flask) -> None:
    client = app.test_client()
    with client.session_transaction() as held:
        held["text_size"] = "large"
        held.permanent = True
    sign_in(client)
    kept, signed_in = client.get_cookie("text_size"), client.get_cookie("session")
    assert kept is not None
    assert (kept.value, kept.max_age) == ("large", 365 * 24 * 3600)
    assert signed_in is not None
    assert (signed_in.expires, signed_in.max_age) == (None, None)
    with client.session_transaction() as held:
        assert "text_size" not in held
        assert not held.permanent
    client.post("/sign-out")
    assert 'class="text-large' in client.get("/sign-in").text
    assert is_in(client) is False


def test_choosing_a_size_does_not_keep_one_signed_in(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    client.post("/text-size", data={"size": "huge"})
    signed_in, size = client.get_cookie("session"), client.get_cookie("text_size")
    assert signed_in is not None
    assert (signed_in.expires, signed_in.max_age) == (None, None), "it ends with the browser"
    assert size is not None
    assert size.value == "huge"
    client.delete_cookie("session")
    assert 'class="text-huge' in client.get("/sign-in").text


def test_an_odd_size_in_the_cookie_does_no_harm(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("text_size", '"><script>')
    assert 'class="text-standard' in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/cases/", "/cases/"),
        ("/processes/level?now=mediate", "/processes/level?now=mediate"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/\t/evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("cases", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(app: Flask, wanted: str, led_to: str) -> None:
    assert sign_in(app.test_client(), next=wanted).location == led_to


def test_a_page_asked_for_is_reached_after_signing_in(app: Flask) -> None:
    client = app.test_client()
    sent = client.get("/cases/")
    assert sent.location == "/sign-in?next=/cases/"
    assert 'name="next" value="/cases/"' in client.get(sent.location).text


def test_a_first_password_is_changed_before_anything_else(app: Flask) -> None:
    account = db.session.query(Account).filter_by(login_name="mediator").one()
    account.must_change_password = True
    db.session.commit()
    client = app.test_client()
    assert sign_in(client).location == "/account"
    assert client.get("/cases/").location == "/account"
    assert client.post(f"/tasks/{public.NOBODY}").location == "/account"
    assert "请先换成自己的密码" in client.get("/account").text
    new = {"old": PASSWORD, "new": "一句好记的话 2026", "again": "一句好记的话 2026"}
    assert client.post("/account/password", data=new).status_code == 302
    assert client.get("/cases/").status_code == 200
