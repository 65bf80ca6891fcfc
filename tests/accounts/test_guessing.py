"""Guessing passwords is slowed by name and source; a browser that was right before is never shut out by others."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.actions import passwords
from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.core.brake import Tally
from app.core.db import db
from tests.town import NOW, PASSWORD

At = Callable[[datetime], None]
ClientOf = Callable[[str], FlaskClient]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
HOME, ELSEWHERE = "192.168.1.20", "203.0.113.9"
TOKEN = re.compile(r'content="[\w.-]{60,}"|name="csrf_token"[^>]*>')
WAIT, WRONG, BUSY = "试错的次数太多了，请等", "登录名或者密码不对", "同时登录的人太多"


def sign_in(
    client: FlaskClient, name: str = "mediator", password: str = PASSWORD, source: str = ELSEWHERE, **more: str
) -> TestResponse:
    given = {"login_name": name, "password": password}
    return client.post("/sign-in", data=given, environ_base={"REMOTE_ADDR": source}, headers=more)


def guess(app: Flask, times: int, name: str = "mediator", source: str = ELSEWHERE) -> list[int]:
    return [sign_in(app.test_client(), name, f"wrong {n}", source).status_code for n in range(times)]


def known(app: Flask, name: str = "mediator") -> FlaskClient:
    """A browser in which this name signed in before, and out again."""
    client = app.test_client()
    assert sign_in(client, name, source=HOME).status_code == 302
    assert client.post("/sign-out").status_code == 302
    return client


def test_after_five_wrong_ones_from_one_place_even_the_right_one_waits(app: Flask, at: At) -> None:
    assert guess(app, 6) == [422, 422, 422, 422, 422, 429]
    answer = sign_in(app.test_client())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert f"{WAIT}1分钟再试" in answer.text
    assert 'value="mediator"' in answer.text
    assert sign_in(app.test_client(), "head").status_code == 302, "another name from the same place is not braked"
    assert sign_in(app.test_client(), source=HOME).status_code == 302, "nor the name from another place"
    at(NOW + timedelta(seconds=61))
    assert sign_in(app.test_client()).status_code == 302


def test_each_further_one_doubles_the_wait(app: Flask, at: At) -> None:
    guess(app, 5)
    waits, moment = [], NOW
    for _ in range(4):
        seconds = int(sign_in(app.test_client()).headers["Retry-After"])
        waits.append(seconds)
        moment += timedelta(seconds=seconds)
        at(moment)
        assert guess(app, 1) == [422]
    assert waits == [60, 120, 240, 480]


def test_five_requests_in_every_quarter_of_an_hour_keep_nobody_out(app: Flask, at: At) -> None:
    owner, tried = known(app), 0
    for quarter in range(4 * 24):
        at(NOW + quarter * 15 * MINUTE)
        tried += guess(app, 5).count(422)
        if quarter % 8 == 7:
            assert sign_in(app.test_client(), source=HOME).status_code == 302, "a new browser of the owner"
            assert sign_in(owner, source=HOME).status_code == 302
            owner.post("/sign-out")
    assert tried < 40, "so many guesses were looked at in a day"


def test_an_attack_from_everywhere_does_not_shut_out_a_browser_that_was_right_before(app: Flask) -> None:
    owner = known(app)
    statuses = [guess(app, 4, source=f"198.51.100.{n}") for n in range(8)]
    assert 429 in statuses[-1], "over all places the name is braked"
    assert WAIT in sign_in(app.test_client(), source=HOME).text, "a new browser waits"
    assert sign_in(owner, source=HOME).status_code == 302
    assert "吴桂兰" in owner.get("/").text


def test_one_place_that_tries_many_names_is_braked(app: Flask) -> None:
    for n in range(20):
        guess(app, 1, f"nobody{n}")
    assert WAIT in sign_in(app.test_client()).text
    assert sign_in(app.test_client(), source=HOME).status_code == 302


def test_a_stolen_browser_cannot_guess_without_end(app: Flask) -> None:
    stolen = known(app)
    statuses = [sign_in(stolen, password=f"wrong {n}").status_code for n in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    assert sign_in(app.test_client(), source=HOME).status_code == 302, "and brakes nobody else"


def test_a_browser_is_known_for_the_name_that_was_right_in_it_alone(app: Flask) -> None:
    browser = known(app)
    for n in range(8):
        guess(app, 4, "head", source=f"198.51.100.{n}")
    assert WAIT in sign_in(browser, "head").text


def test_two_people_may_share_a_known_browser(app: Flask) -> None:
    browser = known(app)
    assert sign_in(browser, "head").status_code == 302
    browser.post("/sign-out")
    guess(app, 5)
    assert sign_in(browser).status_code == 302


def test_a_changed_password_makes_the_mark_of_other_browsers_worthless(app: Flask, client_of: ClientOf) -> None:
    stolen, new = known(app), "门前的大槐树三百多年了"
    changed = client_of("mediator").post("/account/password", data={"old": PASSWORD, "new": new, "again": new})
    assert changed.status_code == 302
    guess(app, 5)
    assert sign_in(stolen, password=new).status_code == 429


@pytest.mark.parametrize("kept", ["", "nonsense", "eyJpZCI6IngiLCJtYXJrcyI6WyJ5Il19.x.y"])
def test_a_made_up_cookie_is_no_known_browser(app: Flask, kept: str) -> None:
    guess(app, 5)
    client = app.test_client()
    client.set_cookie("known", kept)
    assert sign_in(client).status_code == 429


def test_the_cookie_says_nothing_and_no_script_reads_it(app: Flask) -> None:
    answer = sign_in(app.test_client())
    line = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("known="))
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in line.split(";")}
    assert "mediator" not in line


def test_an_unknown_name_answers_like_a_known_one(app: Flask) -> None:
    def seen(name: str) -> list[tuple[int, str]]:
        answers = [sign_in(app.test_client(), name, "wrong", source=f"198.51.100.{len(name)}") for _ in range(7)]
        return [(one.status_code, TOKEN.sub("", one.text.replace(name, ""))) for one in answers]

    assert seen("mediator") == seen("nobody")


def test_a_wrong_one_is_recorded_without_the_password_or_the_place(app: Flask) -> None:
    guess(app, 2)
    guess(app, 1, "nobody")
    entries = db.session.query(AuditEntry).filter_by(deed="account:sign_in_refused").all()
    assert len(entries) == 3
    assert not any(word in entry.detail for entry in entries for word in ("wrong", ELSEWHERE, "nobody"))


def test_a_braked_try_is_not_counted_on(app: Flask) -> None:
    guess(app, 5)
    levels = {row.key: row.level for row in db.session.query(Tally)}
    guess(app, 5)
    db.session.expire_all()
    assert {row.key: row.level for row in db.session.query(Tally)} == levels


def test_getting_in_forgets_ones_own_slips(app: Flask) -> None:
    assert guess(app, 4, source=HOME) == [422] * 4
    assert sign_in(app.test_client(), source=HOME).status_code == 302
    assert guess(app, 4, source=HOME) == [422] * 4


def test_strangers_are_refused_when_all_turns_are_taken_and_a_known_browser_is_not(app: Flask) -> None:
    owner = known(app)
    with passwords._turn(is_known=False), passwords._turn(is_known=False):
        answer = sign_in(app.test_client())
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3")
        assert BUSY in answer.text
        assert app.test_client().get("/sign-in").status_code == 200
        assert sign_in(owner).status_code == 302
    assert db.session.query(Tally).count() == 0, "being busy is no wrong password"
    assert sign_in(app.test_client()).status_code == 302


@pytest.mark.usefixtures("hashing_as_served")
def test_the_hash_that_no_password_has_costs_as_much_as_the_others() -> None:
    assert not PasswordHasher().check_needs_rehash(passwords._NOBODY)


def test_the_office_unlocks_a_name(app: Flask) -> None:
    guess(app, 5)
    assert sign_in(app.test_client()).status_code == 429
    run = app.test_cli_runner().invoke
    db.session.rollback()
    assert "可以马上再登录了" in run(args=["account", "unlock", "mediator"]).output
    assert sign_in(app.test_client()).status_code == 302
    db.session.rollback()
    assert "本来就没有在等" in run(args=["account", "unlock", "mediator"]).output
    refused = run(args=["account", "unlock", "nobody"])
    assert (refused.exit_code, "没有登录名是 nobody 的账号" in refused.output) == (1, True)
    assert db.session.query(AuditEntry).filter_by(deed="account:unlocked").count() == 2


def old_password(client: FlaskClient, old: str) -> TestResponse:
    new = "门前的大槐树三百多年了"
    return client.post("/account/password", data={"old": old, "new": new, "again": new})


def test_wrong_old_passwords_on_an_open_screen_end_the_session(app: Flask, client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert [old_password(client, f"wrong {n}").status_code for n in range(4)] == [422] * 4
    answer = old_password(client, "wrong again")
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "为了安全已经退出登录" in client.get("/sign-in").text
    assert client.get("/account").status_code == 302
    assert db.session.query(AuditEntry).filter_by(deed="account:session_ended").count() == 1


def test_the_right_old_password_in_between_forgets_the_wrong_ones(app: Flask, client_of: ClientOf) -> None:
    client = client_of("mediator")
    for n in range(4):
        old_password(client, f"wrong {n}")
    assert old_password(client, PASSWORD).status_code == 302
    assert client.get("/account").status_code == 200
    account = db.session.query(Account).filter_by(login_name="mediator").one()
    assert not account.must_change_password


def test_a_changed_password_gives_the_session_a_new_key(app: Flask) -> None:
    client = app.test_client()
    sign_in(client)
    with client.session_transaction() as held:
        before = held["_user_id"]
    assert old_password(client, PASSWORD).status_code == 302
    with client.session_transaction() as held:
        assert held["_user_id"] != before
    assert client.get("/account").status_code == 200
