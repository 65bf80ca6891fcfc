"""`flask account open-administrator`: how a real town begins."""

from __future__ import annotations

from flask import Flask

from app.accounts.models import Account
from app.core.db import db
from app.core.permissions import Role


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
