"""One's own account: password, size of the type, drafts; and the administrator's list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.actions.passwords import password_is_right
from app.accounts.actions.save_draft import LARGEST
from app.accounts.models import Account, Draft, SignInSession
from app.accounts.rules import password_fault, session_is_over
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.identity import check_digit
from app.organisations.models import Office, OfficeKind, Person
from tests import public
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
    [("correct horse battery", True), ("门前那棵老槐树三百年", True), ("aaaaaaaaaaaa", False), ("abcdefghijkl", False)],
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


@pytest.mark.parametrize("data", [{"size": "enormous"}, {}, {"size": "large", "back": "https://evil.example/"}])
def test_an_odd_size_or_way_back_does_no_harm(client_of: ClientOf, data: dict[str, str]) -> None:
    answer = client_of("mediator").post("/text-size", data=data)
    assert (answer.status_code, answer.location) == (302, "/")


def test_a_draft_is_kept_and_offered_to_its_owner_alone(client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert client.get("/drafts/register").json == {"payload": "", "saved_at": ""}
    assert client.post("/drafts/register", data="facts=院墙").json["saved_at"] == "09:00"
    assert client.post("/drafts/register", data="facts=院墙外").status_code == 200
    kept = client.get("/drafts/register").json
    assert (kept["payload"], kept["saved_at"]) == ("facts=院墙外", "11-23 09:00")
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
    own_committee = public.body(own().committee_id)
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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"person_name": "郭不来"}, "人员名册里没有这个姓名和身份证号"),
        ({"id_number": "370304196005010010"}, "人员名册里没有这个姓名和身份证号"),
        ({"login_name": "mediator"}, "这个登录名有人用了"),
        ({"login_name": "老郭"}, "登录名用小写字母开头"),
        ({"committee_id": ""}, "请选调委会"),
        ({"role": "king"}, "不是有效的选择"),
        ({"person_name": "郭" * 61}, "最多写60个字，现在写了61个字"),
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


UNKNOWN = "37030419700502002" + check_digit("37030419700502002")


def office(kind: OfficeKind) -> Office:
    return db.session.query(Office).filter_by(kind=kind).one()


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        ("petition_clerk", OfficeKind.DESK),
        ("government_leader", OfficeKind.GOVERNMENT),
        ("handler", OfficeKind.STATION),
        ("handler", OfficeKind.VILLAGE),
        ("handler", OfficeKind.DESK),
        ("discipline_officer", OfficeKind.DISCIPLINE),
    ],
)
def test_an_account_of_an_office_stands_where_its_role_belongs(
    client_of: ClientOf, newcomer: dict[str, str], role: str, kind: OfficeKind
) -> None:
    admin, there = client_of("admin"), office(kind)
    answer = admin.post("/accounts", data={**newcomer, "role": role, "office_id": there.public_id})
    assert answer.status_code == 302
    assert (own("guo").office_id, own("guo").committee_id) == (there.id, None)
    assert there.name in admin.get("/accounts").text


@pytest.mark.parametrize(
    ("role", "kind", "sentence"),
    [
        ("petition_clerk", None, "请选单位：信访专干选信访办。"),
        ("handler", None, "请选单位：承办单位经办人选信访办、站所、村（社区）。"),
        ("petition_clerk", OfficeKind.STATION, "信访专干不能放在白塔镇规划建设办公室，请选信访办。"),
        ("government_leader", OfficeKind.DESK, "镇政府负责人不能放在白塔镇信访工作办公室，请选镇政府。"),
        ("handler", OfficeKind.DISCIPLINE, "承办单位经办人不能放在白塔镇纪律检查委员会"),
        ("discipline_officer", OfficeKind.GOVERNMENT, "纪检干部不能放在白塔镇人民政府，请选纪检机构。"),
    ],
)
def test_the_wrong_office_is_refused_at_its_field(
    client_of: ClientOf, newcomer: dict[str, str], role: str, kind: OfficeKind | None, sentence: str
) -> None:
    chosen = office(kind).public_id if kind else ""
    answer = client_of("admin").post("/accounts", data={**newcomer, "role": role, "office_id": chosen})
    assert answer.status_code == 422
    assert 'id="office_id-error"' in answer.text
    assert sentence in answer.text
    assert f'<option selected value="{chosen}">' in answer.text
    assert db.session.query(Account).filter_by(login_name="guo").count() == 0


def test_a_committees_account_keeps_no_office_that_was_chosen_beside_it(
    client_of: ClientOf, newcomer: dict[str, str]
) -> None:
    chosen = office(OfficeKind.DESK).public_id
    assert client_of("admin").post("/accounts", data={**newcomer, "office_id": chosen}).status_code == 302
    assert own("guo").office_id is None
    assert own("guo").committee_id == own().committee_id


def test_whoever_is_not_on_the_roster_is_entered_with_an_account_of_an_office(
    client_of: ClientOf, newcomer: dict[str, str]
) -> None:
    told = {**newcomer, "person_name": "高镇长", "id_number": UNKNOWN, "role": "government_leader"}
    told["office_id"] = office(OfficeKind.GOVERNMENT).public_id
    assert client_of("admin").post("/accounts", data=told).status_code == 302
    person = own("guo").person
    assert (person.name, person.id_number, str(person.born_on)) == ("高镇长", UNKNOWN, "1970-05-02")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id_number": "370304197005020021"}, "身份证号的最后一位跟前面对不上"),
        ({"person_name": "别的人", "id_number": ID_NUMBER}, "跟名册里对不上，请照身份证再核对"),
    ],
)
def test_a_number_that_is_wrong_or_anothers_opens_no_account_of_an_office(
    client_of: ClientOf, newcomer: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    told = {**newcomer, "person_name": "高镇长", "id_number": UNKNOWN, "role": "government_leader", **changes}
    told["office_id"] = office(OfficeKind.GOVERNMENT).public_id
    answer = client_of("admin").post("/accounts", data=told)
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("login_name", "place"),
    [
        ("mediator", "小海眼社区调解委员会"),
        ("petition", "白塔镇信访工作办公室"),
        ("village-handler", "小海眼社区居民委员会"),
        ("admin", "不属于哪个调委会或单位"),
    ],
)
def test_ones_own_page_says_where_one_belongs(client_of: ClientOf, login_name: str, place: str) -> None:
    assert place in client_of(login_name).get("/account").text
