"""The second factor: set up, asked for, used once, slowed, lost, required."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from werkzeug.test import TestResponse

from app.accounts.actions.second_factor import Given, draw_recovery_codes, draw_secret, in_groups, read_code, step_of
from app.accounts.models import Account, RecoveryCode, SecondFactor, SignInSession
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from tests.petitions.screen import value_of, words
from tests.town import NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
PAGE = "/account/second-factor"
WRONG = "这个码不对，或者已经用过了"
HALF_MINUTE = timedelta(seconds=30)


def code_at(secret: str, moment: datetime) -> str:
    return TOTP(secret).at(int(moment.timestamp()))


def secret_on(page: TestResponse) -> str:
    found = re.search(r"密钥：<strong[^>]*>([A-Z2-7 ]+)<", page.text)
    assert found
    return found[1].replace(" ", "")


def codes_on(page: TestResponse) -> list[str]:
    return re.findall(r'<li><span class="number">(\d-\w{5}-\w{5})</span>', page.text)


def send(client: FlaskClient, page: TestResponse, address: str = PAGE, **typed: str) -> TestResponse:
    """A page's form, with what was typed."""
    kept = {name: unescape(value_of(page, name)) for name in ("once", "drawn")}
    return client.post(address, data={**kept, "password": PASSWORD, **typed})


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """The secret, and the codes of the sheet; the code of this half minute is used up."""
    page = client.get(PAGE)
    secret = secret_on(page)
    sheet = send(client, page, code=code_at(secret, clock.now()))
    assert sheet.status_code == 200, words(sheet)
    return secret, codes_on(sheet)


def first_step(app: Flask, name: str = "mediator", **more: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"login_name": name, "password": PASSWORD, **more})
    assert (answer.status_code, answer.location) == (302, "/sign-in/code")
    return client


def second_step(client: FlaskClient, code: str) -> TestResponse:
    return client.post("/sign-in/code", data={"one_time_code": code})


def is_in(client: FlaskClient) -> bool:
    return client.get("/").status_code == 200


def named(login_name: str = "mediator") -> Account:
    db.session.expire_all()
    return db.session.query(Account).filter_by(login_name=login_name).one()


def deeds() -> list[str]:
    found = db.session.query(AuditEntry).filter(AuditEntry.deed != "audit:rows_written").order_by(AuditEntry.id)
    return [entry.deed.removeprefix("account:") for entry in found]


def test_a_code_is_asked_for_from_the_day_it_is_set_up(app: Flask, client_of: ClientOf, at: At) -> None:
    here = client_of("mediator")
    secret, sheet = set_up(here)
    assert len(set(sheet)) == 10
    assert is_in(here), "the session that set it up goes on"
    at(NOW + HALF_MINUTE)
    client = first_step(app, next="/cases/")
    assert not is_in(client), "the password alone opens nothing"
    assert "登录：填验证码" in words(client.get("/sign-in/code"))
    answer = second_step(client, code_at(secret, NOW + HALF_MINUTE))
    assert (answer.status_code, answer.location) == (302, "/cases/")
    assert is_in(client)
    assert deeds() == ["second_factor_set_up", "signed_in"]


def test_secret_and_sheet_are_kept_so_that_a_thief_of_the_database_has_neither(app: Flask, client_of: ClientOf) -> None:
    secret, sheet = set_up(client_of("mediator"))
    kept = db.session.query(SecondFactor).one()
    assert secret not in kept.secret_sealed
    assert kept.secret == secret
    hashes = [row.code_hash for row in db.session.query(RecoveryCode)]
    assert len(hashes) == 10
    assert all(one.startswith("$argon2id$") for one in hashes)
    trail = " ".join(entry.detail for entry in db.session.query(AuditEntry))
    assert not any(word in trail for word in (secret, PASSWORD, *sheet))


def test_a_second_tap_shows_the_same_sheet_and_changes_nothing(app: Flask, client_of: ClientOf) -> None:
    client = client_of("mediator")
    page = client.get(PAGE)
    secret = secret_on(page)
    first, again = (send(client, page, code=code_at(secret, NOW)) for _ in range(2))
    assert codes_on(first) == codes_on(again) != []
    assert db.session.query(RecoveryCode).count() == 10
    assert deeds() == ["second_factor_set_up"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"code": "000000"}, "这个码和方块码对不上"),
        ({"code": "abc"}, "这个码和方块码对不上"),
        ({"password": "not this one"}, "现在的密码不对"),
        ({"code": ""}, "请填这个码"),
    ],
)
def test_a_wrong_answer_at_set_up_keeps_the_same_square(
    client_of: ClientOf, typed: dict[str, str], sentence: str
) -> None:
    client = client_of("mediator")
    page = client.get(PAGE)
    answer = send(client, page, **{"code": code_at(secret_on(page), NOW), **typed})
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert secret_on(answer) == secret_on(page), "whoever scanned it need not scan again"
    assert PASSWORD not in answer.text
    assert named().second_factor_at is None
    assert send(client, answer, code=code_at(secret_on(page), NOW)).status_code == 200


def test_a_square_of_somebody_else_or_made_up_is_not_taken(app: Flask, client_of: ClientOf) -> None:
    page, client = client_of("head").get(PAGE), client_of("mediator")
    answer = send(client, page, code=code_at(secret_on(page), NOW))
    assert answer.status_code == 422
    assert "方块码已经作废" in words(answer)
    assert client.post(PAGE, data={"drawn": "v1.x.y.z", "code": "1", "password": PASSWORD}).status_code == 422


def test_setting_up_ends_other_sessions_and_gives_this_one_a_new_key(app: Flask) -> None:
    here, elsewhere = app.test_client(), app.test_client()
    for client in (here, elsewhere):
        client.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    with here.session_transaction() as held:
        before = held["_user_id"]
    set_up(here)
    with here.session_transaction() as held:
        assert held["_user_id"] != before
    assert is_in(here)
    assert not is_in(elsewhere)
    assert db.session.query(SignInSession).count() == 1


def test_a_code_works_once(app: Flask, client_of: ClientOf, at: At) -> None:
    secret, _ = set_up(client_of("mediator"))
    seen = second_step(first_step(app), code_at(secret, NOW))
    assert (seen.status_code, WRONG in words(seen)) == (422, True), "it set the factor up"
    at(NOW + HALF_MINUTE)
    code = code_at(secret, NOW + HALF_MINUTE)
    assert second_step(first_step(app), code).status_code == 302
    assert second_step(first_step(app), code).status_code == 422
    assert second_step(first_step(app), code_at(secret, NOW)).status_code == 422, "nor an older one"


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_the_phone_may_be_half_a_minute_off(steps: int, taken: bool) -> None:
    secret = draw_secret()
    code = code_at(secret, NOW + steps * HALF_MINUTE)
    assert (step_of(secret, code, after=0, now=NOW) is not None) is taken


def test_a_recovery_code_works_once_and_says_how_many_are_left(app: Flask, client_of: ClientOf) -> None:
    _, sheet = set_up(client_of("mediator"))
    client = first_step(app)
    assert second_step(client, sheet[7].lower().replace("-", " ")).status_code == 302
    assert "还剩9个" in words(client.get("/"))
    assert second_step(first_step(app), sheet[7]).status_code == 422
    assert second_step(first_step(app), sheet[3]).status_code == 302
    assert deeds().count("recovery_code_used") == 2
    assert "8个" in words(client.get(PAGE))


def test_one_letter_of_a_recovery_code_wrong_is_refused(app: Flask, client_of: ClientOf) -> None:
    _, sheet = set_up(client_of("mediator"))
    wrong = sheet[0][:-1] + ("A" if sheet[0][-1] != "A" else "B")
    assert second_step(first_step(app), wrong).status_code == 422
    assert second_step(first_step(app), f"9{sheet[0][1:]}").status_code == 422, "nor at another place"


def test_guessing_codes_is_slowed_and_a_known_browser_is_not_shut_out(app: Flask, client_of: ClientOf, at: At) -> None:
    own = app.test_client()
    own.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    secret, _ = set_up(own)
    own.post("/sign-out")
    guesser = first_step(app)
    statuses = [second_step(guesser, f"{n:06d}").status_code for n in range(6)]
    assert statuses == [422] * 5 + [429]
    at(NOW + HALF_MINUTE)
    refused = second_step(guesser, code_at(secret, NOW + HALF_MINUTE))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert own.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD}).location == "/sign-in/code"
    assert second_step(own, code_at(secret, NOW + HALF_MINUTE)).status_code == 302
    assert deeds().count("one_time_code_refused") == 5


def test_the_half_open_state_lasts_five_minutes(app: Flask, client_of: ClientOf, at: At) -> None:
    secret, _ = set_up(client_of("mediator"))
    client = first_step(app)
    late = NOW + timedelta(minutes=5, seconds=1)
    at(late)
    answer = second_step(client, code_at(secret, late))
    assert (answer.status_code, answer.location) == (302, "/sign-in")
    assert "时间久了" in words(client.get("/sign-in"))


def test_the_half_open_state_dies_with_the_password_and_holds_no_id(app: Flask, client_of: ClientOf, at: At) -> None:
    here = client_of("mediator")
    secret, _ = set_up(here)
    client = first_step(app)
    with client.session_transaction() as held:
        assert not {"_user_id", "_fresh"} & set(held)
        assert str(named().id) not in map(str, held.values())
    new = "门前那棵老槐树三百年"
    with app.test_request_context():
        named().password_hash = "changed"
        db.session.commit()
    at(NOW + HALF_MINUTE)
    assert second_step(client, code_at(secret, NOW + HALF_MINUTE)).location == "/sign-in"
    assert new not in client.get("/sign-in").text


def test_without_a_password_there_is_no_second_step(app: Flask, client_of: ClientOf) -> None:
    secret, _ = set_up(client_of("mediator"))
    client = app.test_client()
    assert client.get("/sign-in/code").location == "/sign-in"
    assert second_step(client, code_at(secret, NOW)).location == "/sign-in"
    assert client_of("head").get("/sign-in/code").location == "/"
    assert second_step(client_of("head"), code_at(secret, NOW)).location == "/"


def test_a_new_sheet_makes_the_old_one_worthless(app: Flask, client_of: ClientOf, at: At) -> None:
    here = client_of("mediator")
    secret, old = set_up(here)
    here = signed_in(app, old[1])
    at(NOW + HALF_MINUTE)
    address = f"{PAGE}/codes"
    page = here.get(address)
    answer = send(here, page, address, code=code_at(secret, NOW + HALF_MINUTE))
    new = codes_on(answer)
    assert len(new) == 10
    assert codes_on(send(here, page, address, code="000000")) == new, "a second tap shows it again"
    assert second_step(first_step(app), old[0]).status_code == 422
    assert second_step(first_step(app), new[0]).status_code == 302


def signed_in(app: Flask, code: str, name: str = "mediator") -> FlaskClient:
    client = first_step(app, name)
    assert second_step(client, code).status_code == 302
    return client


@pytest.mark.both
def test_turning_it_off_needs_password_and_code(app: Flask, client_of: ClientOf) -> None:
    set_up_by = client_of("mediator")
    _, sheet = set_up(set_up_by)
    here, address = signed_in(app, sheet[0]), f"{PAGE}/off"
    page = here.get(address)
    assert send(here, page, address, code=sheet[0]).status_code == 422, "a used one"
    assert send(here, page, address, code=sheet[1], password="not this").status_code == 422
    assert named().second_factor_at is not None
    assert send(here, page, address, code=sheet[1]).location == "/account"
    assert send(here, page, address, code=sheet[2]).location == "/account", "a second tap does nothing"
    assert named().second_factor_at is None
    assert db.session.query(SecondFactor).count() == db.session.query(RecoveryCode).count() == 0
    assert app.test_client().post("/sign-in", data={"login_name": "mediator", "password": PASSWORD}).location == "/"
    assert deeds()[-2:] == ["second_factor_turned_off", "signed_in"]


def test_a_disabled_account_does_not_get_through_the_second_step(app: Flask, client_of: ClientOf) -> None:
    _, sheet = set_up(client_of("mediator"))
    client = first_step(app)
    named().disabled_at = NOW
    db.session.commit()
    assert second_step(client, sheet[0]).location == "/sign-in"


def test_training_on_another_day_keeps_the_phones_time() -> None:
    secret, before = draw_secret(), clock.clock.source
    clock.clock.pretend(clock.today() + timedelta(days=40))
    try:
        code = code_at(secret, clock.unshifted(clock.now()))
        assert step_of(secret, code, after=0, now=clock.now()) is not None
        assert clock.now() - clock.unshifted(clock.now()) > timedelta(days=1)
    finally:
        clock.clock.source = before


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", Given(digits="123456")),
        (" 123 456 ", Given(digits="123456")),
        ("7-kwx2m-9qptr", Given(position=7, letters="KWX2M9QPTR")),
        ("7 KWX2M 9QPTR", Given(position=7, letters="KWX2M9QPTR")),
        ("\uff17-KWX2M-9QPTR", Given(position=7, letters="KWX2M9QPTR")),
        ("12345", None),
        ("1234567", None),
        ("", None),
        ("x-KWX2M-9QPTR", None),
        ("\uff11\uff12\uff13\uff14\uff15\uff16", Given(digits="123456")),
    ],
)
def test_a_code_is_read_as_people_write_it(typed: str, read: Given | None) -> None:
    assert read_code(typed) == read


def test_drawn_codes_can_be_read_and_typed() -> None:
    for place, code in enumerate(draw_recovery_codes()):
        given = read_code(code)
        assert given is not None
        assert given.position == place
        assert not set(given.letters) & set("IO01")
    assert in_groups("ABCDEFGH") == "ABCD EFGH"
