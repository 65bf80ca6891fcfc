"""A lost password gets a new first one: told, audited, to be changed, gone when nobody uses it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account, SignInSession
from app.accounts.queries import open_confirmation
from app.audit.models import AuditEntry
from app.core.db import db
from app.notifications.actions.feed_link import open_feed_link
from app.notifications.models import FeedLink, Notice
from tests import public
from tests.town import NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]
At = Callable[[datetime], None]
OWN = "院里的石榴树红了三四回"


def named(login_name: str) -> Account:
    db.session.expire_all()
    return db.session.query(Account).filter_by(login_name=login_name).one()


def notices(login_name: str) -> list[str]:
    return [one.text for one in db.session.query(Notice).filter_by(account_id=named(login_name).id)]


def given_to(login_name: str, admin: FlaskClient, once: str = "first") -> str:
    """The password that the administrator reads, this once."""
    answer = admin.post(f"/accounts/{named(login_name).public_id}/new-password", data={"once": once})
    assert answer.location == "/accounts"
    found = re.search(r"密码是 (\S+) ，", admin.get("/accounts").text)
    assert found is not None
    return found.group(1)


def sign_in(app: Flask, login_name: str, password: str) -> tuple[FlaskClient, int, str]:
    client = app.test_client()
    answer = client.post("/sign-in", data={"login_name": login_name, "password": password})
    return client, answer.status_code, answer.text


def test_the_sign_in_page_says_whom_to_call(app: Flask) -> None:
    assert "忘了密码，打给司法所 0533-0000000" in app.test_client().get("/sign-in").text


def test_a_new_first_password_ends_all_sessions_and_must_be_changed(app: Flask, client_of: ClientOf) -> None:
    admin, before = client_of("admin"), client_of("mediator")
    assert f"/accounts/{named('mediator').public_id}/new-password" in admin.get("/accounts").text
    assert "先认准是本人" in admin.get(f"/accounts/{named('mediator').public_id}/new-password").text
    drawn = given_to("mediator", admin)
    assert "密码是" not in admin.get("/accounts").text, "shown once"
    assert before.get("/").location.startswith("/sign-in")
    assert sign_in(app, "mediator", PASSWORD)[1] == 422
    client, status, _ = sign_in(app, "mediator", drawn)
    assert status == 302
    assert client.get("/cases/").location == "/account"
    assert client.post("/account/password", data={"old": drawn, "new": OWN, "again": OWN}).status_code == 302
    assert client.get("/cases/").status_code == 200
    assert sign_in(app, "mediator", OWN)[1] == 302
    assert named("mediator").first_password_until is None


@pytest.mark.both
def test_it_is_told_to_the_person_and_to_administrators_and_kept_in_the_trail(client_of: ClientOf) -> None:
    drawn = given_to("mediator", client_of("admin"))
    assert notices("mediator") == ["管大中给您换了新的第一次密码。不是您要换的，请马上打页脚的电话。"]
    assert notices("admin") == ["管大中给调解员吴桂兰（mediator）换了新的第一次密码。"]
    assert notices("discipline") == []
    entry = db.session.query(AuditEntry).filter_by(deed="account:first_password_given").one()
    assert (entry.subject_id, entry.account_id) == (named("mediator").id, named("admin").id)
    assert drawn not in entry.detail
    assert "给了新的第一次密码" in client_of("justice").get("/accounts/history").text


def test_a_second_tap_draws_no_second_password(app: Flask, client_of: ClientOf) -> None:
    admin = client_of("admin")
    drawn = given_to("mediator", admin)
    address = f"/accounts/{named('mediator').public_id}/new-password"
    assert admin.post(address, data={"once": "first"}).status_code == 302
    assert sign_in(app, "mediator", drawn)[1] == 302
    assert db.session.query(AuditEntry).filter_by(deed="account:first_password_given").count() == 1


@pytest.mark.parametrize(("later", "is_in"), [(timedelta(hours=72), True), (timedelta(hours=72, seconds=1), False)])
def test_one_that_nobody_used_is_worth_nothing_after_three_days(
    app: Flask, client_of: ClientOf, at: At, later: timedelta, is_in: bool
) -> None:
    drawn = given_to("mediator", client_of("admin"))
    at(NOW + later)
    _, status, page = sign_in(app, "mediator", drawn)
    assert (status == 302) is is_in
    if not is_in:
        assert "请找管理员再给一个新的" in page
        assert sign_in(app, "mediator", "wrong")[2].count("请找管理员") == 0, "only to who knows it"
        assert db.session.query(SignInSession).filter_by(account_id=named("mediator").id).count() == 0


def test_nobody_gives_himself_one(client_of: ClientOf) -> None:
    admin = client_of("admin")
    answer = admin.post(f"/accounts/{named('admin').public_id}/new-password", data={"once": "own"})
    assert answer.status_code == 422
    assert "请另一位管理员来换" in answer.text
    assert f"/accounts/{named('admin').public_id}/new-password" not in admin.get("/accounts").text
    assert not named("admin").must_change_password


def test_a_closed_account_gets_none(client_of: ClientOf) -> None:
    admin = client_of("admin")
    admin.post(f"/accounts/{named('mediator').public_id}/disable")
    answer = admin.post(f"/accounts/{named('mediator').public_id}/new-password", data={"once": "x"})
    assert answer.status_code == 409
    assert "已经停用" in answer.text


def test_there_is_none_for_an_account_that_does_not_exist(client_of: ClientOf) -> None:
    assert client_of("admin").post(f"/accounts/{public.NOBODY}/new-password", data={}).status_code == 404
    assert client_of("admin").get(f"/accounts/{public.NOBODY}/new-password").status_code == 404


def test_an_officer_of_the_closed_room_waits_again(app: Flask, client_of: ClientOf) -> None:
    admin = client_of("admin")
    assert "要镇党委书记重新核准" in admin.get(f"/accounts/{named('discipline').public_id}/new-password").text
    drawn = given_to("discipline", admin)
    client = sign_in(app, "discipline", drawn)[0]
    client.post("/account/password", data={"old": drawn, "new": OWN, "again": OWN})
    assert client.get("/accusations/").status_code == 404
    assert "要由镇党委书记核准" in client.get("/account/waiting").text
    said = "管大中给镇纪委书记纪书记（discipline）换了新的第一次密码。"
    assert said in notices("secretary")
    secretary = client_of("secretary")
    request = open_confirmation(named("discipline").id)
    assert request is not None
    told = {"decision": "confirm", "request_id": request.public_id}
    answer = secretary.post(f"/accounts/{named('discipline').public_id}/confirm", data=told)
    assert answer.status_code == 302
    assert client.get("/accusations/").status_code == 200
    assert named("discipline").is_discipline_head


@pytest.mark.parametrize("how", ["changed", "reset", "disabled"])
def test_the_calendars_link_ends_with_the_password_and_with_the_account(
    app: Flask, client_of: ClientOf, how: str
) -> None:
    token, other = (open_feed_link(named(name), now=NOW) for name in ("mediator", "head"))
    db.session.commit()
    assert app.test_client().get(f"/feed/{token}.ics").status_code == 200
    if how == "changed":
        data = {"old": PASSWORD, "new": OWN, "again": OWN}
        assert client_of("mediator").post("/account/password", data=data).status_code == 302
    elif how == "reset":
        given_to("mediator", client_of("admin"))
    else:
        client_of("admin").post(f"/accounts/{named('mediator').public_id}/disable")
    assert app.test_client().get(f"/feed/{token}.ics").status_code == 404
    assert app.test_client().get(f"/feed/{other}.ics").status_code == 200
    assert db.session.query(FeedLink).filter(FeedLink.revoked_at.is_(None)).count() == 1
