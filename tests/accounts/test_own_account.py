"""One's own account: password, size of the type, drafts; and the administrator's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account, Draft, SignInSession
from app.accounts.passwords import password_is_right
from app.accounts.rules import password_fault, session_is_over
from app.accounts.save_draft import LARGEST
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.identity import check_digit
from app.organisations.models import Person
from tests.town import NOW, PASSWORD

ClientOf = Callable[[str], FlaskClient]
NEW = "门前的大槐树三百多年了"
ID_NUMBER = "37030419600501003" + check_digit("37030419600501003")


def own(login_name: str = "mediator") -> Account:
    db.session.expire_all()
    return db.session.query(Account).filter_by(login_name=login_name).one()


def change(client: FlaskClient, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> tuple[int, str]:
    answer = client.post("/account/password", data={"old": old, "new": new, "again": again})
    return answer.status_code, answer.text


def test_a_changed_password_ends_the_other_sessions(app: Flask, client_of: ClientOf) -> None:
    elsewhere = app.test_client()
    elsewhere.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    here, other = client_of("mediator"), client_of("head")
    assert change(here)[0] == 302
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert other.get("/account").status_code == 200
    assert password_is_right(NEW, own().password_hash)
    assert db.session.query(SignInSession).filter_by(account_id=own().id).count() == 1
    assert db.session.query(AuditEntry).filter_by(deed="account:password_changed").count() == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"old": "not this one"}, "现在的密码不对"),
        ({"again": "门前的大槐树两百多年了"}, "和上面的新密码不一样"),
        ({"new": "短密码", "again": "短密码"}, "密码至少要10个字符"),
        ({"new": "xx mediator xx", "again": "xx mediator xx"}, "密码里不能有登录名"),
        ({"new": "1212121212", "again": "1212121212"}, "重复的字符太多"),
        ({"new": "0123456789", "again": "0123456789"}, "太容易猜"),
        ({"new": "长" * 60 + "abcdefgh" * 10, "again": "长" * 60 + "abcdefgh" * 10}, "密码最多128个字符"),
        ({"old": ""}, "请填现在的密码"),
        ({"new": ""}, "请填新密码"),
        ({"again": ""}, "请把新密码再填一遍"),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(client_of: ClientOf, given: dict[str, str], sentence: str) -> None:
    status, page = change(client_of("mediator"), **given)
    assert status == 422
    assert sentence in page
    assert PASSWORD not in page
    assert password_is_right(PASSWORD, own().password_hash)


@pytest.mark.parametrize(
    ("password", "is_good"),
    [("correct horse battery", True), ("一二三四五六七八九十", True), ("aaaaaaaaaaaa", False), ("abcdefghijkl", False)],
)
def test_password_rules_weigh_length_before_kinds_of_characters(password: str, is_good: bool) -> None:
    assert (password_fault(password, "wang") is None) is is_good


def test_a_session_is_over_by_either_limit() -> None:
    limits = {"idle": timedelta(hours=12), "absolute": timedelta(days=7)}
    assert not session_is_over(NOW, NOW, now=NOW + timedelta(hours=12), **limits)
    assert session_is_over(NOW, NOW, now=NOW + timedelta(hours=12, seconds=1), **limits)
    used = NOW + timedelta(days=7)
    assert not session_is_over(NOW, used, now=used, **limits)
    assert session_is_over(NOW, used, now=used + timedelta(seconds=1), **limits)


def test_the_size_of_the_type_is_remembered_with_the_account(app: Flask, client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert 'class="text-standard' in client.get("/").text
    answer = client.post("/text-size", data={"size": "huge", "back": "/account"})
    assert answer.location == "/account"
    assert 'class="text-huge' in client.get("/").text
    again = app.test_client()
    again.post("/sign-in", data={"login_name": "mediator", "password": PASSWORD})
    assert 'class="text-huge' in again.get("/").text


def test_the_size_of_the_type_is_remembered_before_signing_in(app: Flask) -> None:
    client = app.test_client()
    client.post("/text-size", data={"size": "large"})
    assert 'class="text-large' in client.get("/sign-in").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("data", [{"size": "enormous"}, {}, {"size": "large", "back": "https://evil.example/"}])
def test_an_odd_size_or_way_back_does_no_harm(client_of: ClientOf, data: dict[str, str]) -> None:
    answer = client_of("mediator").post("/text-size", data=data)
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_draft_is_kept_and_offered_to_its_owner_alone(client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert client.get("/drafts/register").json == {"payload": "", "saved_at": ""}
    assert client.post("/drafts/register", data="facts=院墙").json == {"saved_at": "09:00"}
    assert client.post("/drafts/register", data="facts=院墙外").status_code == 200
    assert client.get("/drafts/register").json == {"payload": "facts=院墙外", "saved_at": "11-23 09:00"}
    assert client_of("head").get("/drafts/register").json == {"payload": "", "saved_at": ""}
    assert db.session.query(Draft).count() == 1


def test_a_draft_without_end_is_refused(client_of: ClientOf) -> None:
    answer = client_of("mediator").post("/drafts/register", data="x" * (LARGEST + 1))
    assert answer.status_code == 422
    assert db.session.query(Draft).count() == 0


@pytest.fixture
def newcomer(app: Flask) -> dict[str, str]:
    """What the administrator types to open an account for somebody on the register of people."""
    person = Person(name="郭新来")
    person.seal_identity(id_number=ID_NUMBER, phone=None)
    db.session.add(person)
    db.session.commit()
    own_committee = str(own().committee_id)
    return {
        "person_name": "郭新来",
        "id_number": ID_NUMBER.lower(),
        "login_name": "guo",
        "role": "mediator",
        "committee_id": own_committee,
        "once": "first",
    }


def test_an_account_is_opened_with_a_password_shown_once(client_of: ClientOf, newcomer: dict[str, str]) -> None:
    admin = client_of("admin")
    assert admin.post("/accounts", data=newcomer).status_code == 302
    page = admin.get("/accounts").text
    assert "第一次登录的密码是" in page
    assert "第一次登录的密码是" not in admin.get("/accounts").text
    assert own("guo").must_change_password
    assert admin.post("/accounts", data=newcomer).status_code == 302, "a second tap does nothing"
    assert db.session.query(Account).filter_by(login_name="guo").count() == 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person_name": "郭不来"}, "人员名册里没有这个姓名和身份证号"),
        ({"id_number": "370304196005010010"}, "人员名册里没有这个姓名和身份证号"),
        ({"login_name": "mediator"}, "这个登录名有人用了"),
        ({"login_name": "老郭"}, "登录名用小写字母开头"),
        ({"committee_id": "0"}, "请选调委会"),
        ({"role": "king"}, "不是有效的选择"),
        ({"person_name": "郭" * 61}, "姓名最多60个字"),
    ],
)
def test_a_wrong_account_is_refused_and_the_typing_kept(
    client_of: ClientOf, newcomer: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    answer = client_of("admin").post("/accounts", data={**newcomer, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{ {**newcomer, **changes}["login_name"] }"' in answer.text
    assert db.session.query(Account).filter_by(login_name="guo").count() == 0
