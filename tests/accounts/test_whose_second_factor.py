"""Who must have a second factor, and who takes a lost one away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.organisations.models import TownFact
from tests import public
from tests.accounts.test_second_factor import PAGE, deeds, is_in, named, set_up
from tests.petitions.screen import value_of, words
from tests.town import PASSWORD

ClientOf = Callable[[str], FlaskClient]


def test_the_administrator_removes_a_lost_one(app: Flask, client_of: ClientOf) -> None:
    client, admin = client_of("mediator"), client_of("admin")
    set_up(client)
    address = f"/accounts/{named().public_id}/second-factor"
    assert address in admin.get("/accounts").text
    page = admin.get(address)
    assert "取消吴桂兰的验证码登录" in words(page)
    for _ in range(2):
        assert admin.post(address, data={"once": value_of(page, "once")}).status_code == 302
    assert named().second_factor_at is None
    assert not is_in(client), "its sessions end"
    assert deeds().count("second_factor_removed") == 1
    assert client_of("head").get(address).status_code == 403


def test_nobody_removes_ones_own_or_that_of_the_closed_room_from_a_page(app: Flask, client_of: ClientOf) -> None:
    admin = client_of("admin")
    set_up(client_of("discipline"))
    for name, sentence in (("admin", "自己的验证码登录"), ("discipline", "只能在装系统的电脑上用命令取消")):
        answer = admin.post(f"/accounts/{named(name).public_id}/second-factor", data={"once": name})
        assert (answer.status_code, sentence in words(answer)) == (403, True)
    assert named("discipline").second_factor_at is not None
    answer = admin.post(f"/accounts/{named('head').public_id}/second-factor", data={"once": "head"})
    assert (answer.status_code, "没有开验证码登录" in words(answer)) == (409, True)


def test_the_office_removes_a_lost_one_at_its_own_computer(app: Flask, client_of: ClientOf) -> None:
    set_up(client_of("discipline"))
    db.session.rollback()
    run = app.test_cli_runner().invoke
    assert "验证码登录取消了" in run(args=["account", "remove-second-factor", "discipline"]).output
    assert named("discipline").second_factor_at is None
    db.session.rollback()
    again = run(args=["account", "remove-second-factor", "discipline"])
    assert (again.exit_code, "没有开验证码登录" in again.output) == (1, True)


@pytest.mark.parametrize("name", ["admin", "justice", "leader", "discipline"])
def test_whoever_must_have_one_can_do_nothing_before(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(app.config, "REQUIRE_SECOND_FACTOR", True)
    client = client_of(name)
    for address in ("/", "/account", "/accounts", "/more", "/cases/", "/petitions/", "/bodies/"):
        assert client.get(address).location in (PAGE, None), address
    assert client.get("/").location == PAGE
    assert client.post(f"/tasks/{public.NOBODY}").location == PAGE
    page = client.get(PAGE)
    assert "必须先设好验证码登录" in words(page)
    assert "先不设" not in words(page)
    set_up(client)
    assert is_in(client)


@pytest.mark.parametrize("name", ["mediator", "head", "clerk", "adviser", "petition", "handler"])
def test_nobody_else_is_asked_for_one(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(app.config, "REQUIRE_SECOND_FACTOR", True)
    assert is_in(client_of(name))
    assert "先不设" in words(client_of(name).get(PAGE))


@pytest.mark.both
def test_the_example_town_is_not_asked_for_one(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REQUIRE_SECOND_FACTOR", True)
    db.session.add(TownFact(name="example_town", value="yes"))
    db.session.commit()
    assert is_in(client_of("admin"))


def test_a_first_password_comes_before_the_code(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "REQUIRE_SECOND_FACTOR", True)
    named("admin").must_change_password = True
    db.session.commit()
    client, new = client_of("admin"), "门前那棵老槐树三百年"
    assert client.get("/").location == "/account"
    assert client.get("/account").status_code == 200
    assert client.post("/account/password", data={"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert client.get("/").location == PAGE
