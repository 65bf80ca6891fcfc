"""`flask account`: how a real town begins, and what is done at the office's own computer afterwards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.core.db import db
from app.core.permissions import Role
from app.notifications.models import Notice
from app.organisations.models import Office, OfficeKind
from tests.town import PASSWORD


def open_one(app: Flask, login_name: str, password: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(
        args=["account", "open-administrator", "钱管理", login_name], input=f"{password}\n{password}\n"
    )
    db.session.rollback()
    return result.exit_code, result.output


def test_the_first_administrator_can_sign_in(app: Flask) -> None:
    password = "well kept in a drawer"
    code, said = open_one(app, "chief", password)
    assert code == 0, said
    assert password not in said
    assert db.session.query(Account).filter_by(login_name="chief").one().role is Role.ADMINISTRATOR
    answer = app.test_client().post("/sign-in", data={"login_name": "chief", "password": password})
    assert answer.status_code == 302


def test_a_weak_password_and_a_taken_name_are_sentences(app: Flask) -> None:
    assert "至少要10个字符" in open_one(app, "chief", "short")[1]
    code, said = open_one(app, "admin", "well kept in a drawer")
    assert code == 1
    assert "有人用了" in said
    assert db.session.query(Account).filter_by(login_name="chief").count() == 0


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["account", *words])
    db.session.rollback()
    return result.exit_code, result.output


def found_in(said: str, pattern: str) -> str:
    found = re.search(pattern, said)
    assert found is not None, said
    return found.group(1)


FIRST, CODE = r"密码是 (\S+) ，", r"核准码：(\S+)"
OWN = "柜子钥匙在左手边抽屉里"


def entered(app: Flask, login_name: str, drawn: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/sign-in", data={"login_name": login_name, "password": drawn}).location == "/account"
    changed = {"old": drawn, "new": OWN, "again": OWN}
    assert client.post("/account/password", data=changed).status_code == 302
    return client


def named(login_name: str) -> Account:
    db.session.expire_all()
    return db.session.query(Account).filter_by(login_name=login_name).one()


def test_the_very_first_head_of_discipline_comes_in_by_a_countersigned_code(app: Flask) -> None:
    code, said = run(app, "open-discipline", "新书记", "newhead")
    assert code == 0, said
    assert "镇党委书记核准（签字）" in said
    client = entered(app, "newhead", found_in(said, FIRST))
    assert client.get("/accusations/").status_code == 404
    assert client.post("/account/waiting", data={"confirmation_code": "aaaa-bbbb-cccc"}).location == "/account/waiting"
    assert client.get("/accusations/").status_code == 404
    assert client.post("/account/waiting", data={"confirmation_code": found_in(said, CODE)}).location == "/"
    assert client.get("/accusations/").status_code == 200
    assert named("newhead").is_discipline_head
    told = [one.text for one in db.session.query(Notice).filter_by(account_id=named("discipline").id)]
    assert "有人在装系统的电脑上开了纪检干部新书记（newhead）的账号，等核准。" in told


def test_the_sheet_goes_into_a_new_file_for_its_owners_eyes(app: Flask, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.txt"
    code, said = run(app, "open-discipline", "新书记", "newhead", "--sheet", str(sheet))
    assert code == 0, said
    assert "核准码：" not in said
    assert "请删掉这个文件" in said
    assert sheet.stat().st_mode & 0o777 == 0o600
    written = found_in(sheet.read_text(encoding="utf-8"), CODE)
    code, said = run(app, "print-code", "newhead", "--sheet", str(sheet))
    assert code == 1, "what is there is not written over"
    assert found_in(sheet.read_text(encoding="utf-8"), CODE) == written


@pytest.mark.both
def test_without_a_discipline_office_and_for_odd_names_it_is_refused(app: Flask) -> None:
    assert "有人用了" in run(app, "open-discipline", "新书记", "admin")[1]
    assert "姓名和登录名都要写" in run(app, "open-discipline", " ", "newhead")[1]
    db.session.query(Account).filter_by(login_name="discipline").delete()
    db.session.query(Office).filter_by(kind=OfficeKind.DISCIPLINE).delete()
    db.session.commit()
    code, said = run(app, "open-discipline", "新书记", "newhead")
    assert code == 1
    assert "镇里的单位" in said
    assert db.session.query(Account).filter_by(login_name="newhead").count() == 0


@pytest.mark.both
def test_an_officer_from_before_becomes_the_head_by_a_code(app: Flask) -> None:
    officer = named("discipline")
    officer.is_discipline_head = False
    db.session.commit()
    code, said = run(app, "name-head", "discipline")
    assert code == 0, said
    client = app.test_client()
    client.post("/sign-in", data={"login_name": "discipline", "password": PASSWORD})
    assert client.get("/accusations/").status_code == 404
    assert client.post("/account/waiting", data={"confirmation_code": found_in(said, CODE)}).location == "/"
    assert named("discipline").is_discipline_head
    assert "本来就是镇纪委书记的" in run(app, "name-head", "discipline")[1]
    assert "只有纪检干部" in run(app, "name-head", "mediator")[1]


def test_the_only_administrator_gets_a_new_password_at_the_offices_computer(app: Flask) -> None:
    code, said = run(app, "new-password", "admin")
    assert code == 0, said
    assert "核准码" not in said
    client = entered(app, "admin", found_in(said, FIRST))
    assert client.get("/accounts").status_code == 200
    assert "给了新的第一次密码" in client.get("/accounts/history").text
    told = [one.text for one in db.session.query(Notice).filter_by(account_id=named("discipline").id)]
    assert told == ["有人在装系统的电脑上给管理员管大中（admin）换了新的第一次密码。"]


def test_the_head_gets_one_with_a_sheet_and_waits_for_it(app: Flask) -> None:
    code, said = run(app, "new-password", "discipline")
    assert code == 0, said
    client = entered(app, "discipline", found_in(said, FIRST))
    assert client.get("/accusations/").status_code == 404
    assert client.post("/account/waiting", data={"confirmation_code": found_in(said, CODE)}).location == "/"
    assert client.get("/accusations/").status_code == 200


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("new-password", "mediator"), "请管理员在网页“账号管理”里换"),
        (("new-password", "nobody"), "没有登录名 nobody 这个账号"),
        (("print-code", "nobody"), "没有登录名 nobody 这个账号"),
        (("print-code", "mediator"), "现在不等核准"),
        (("name-head", "nobody"), "没有登录名 nobody 这个账号"),
    ],
)
def test_what_cannot_be_done_at_the_computer_is_a_sentence(app: Flask, words: tuple[str, ...], sentence: str) -> None:
    code, said = run(app, *words)
    assert code == 1
    assert sentence in said
