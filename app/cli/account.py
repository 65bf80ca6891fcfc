"""`flask account`: the first account of a real town, opened at the office's own computer."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.accounts.open_administrator import open_administrator
from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.core.transaction import transaction


@click.group("account")
def account() -> None:
    """账号：正式使用时，先开管理员的账号。"""


@account.command("open-administrator")
@click.argument("name")
@click.argument("login_name")
@click.option("--password", help="密码；不写就会问（不显示在屏幕上）。")
@with_appcontext
@on_current_tables
def open_administrator_command(name: str, login_name: str, password: str | None) -> None:
    """给 NAME 开管理员账号，登录名 LOGIN_NAME；别的账号由管理员在网页上开。"""
    if password is None:
        password = click.prompt("密码（至少10个字符）", hide_input=True, confirmation_prompt="再输入一遍")
    with in_sentences():
        try:
            with transaction():
                open_administrator(name=name, login_name=login_name, password=password, now=clock.now())
        except DomainError as refused:
            raise Refused(refused.sentence) from refused
    click.echo(f"管理员账号 {login_name} 开好了。下一步：登录，导入名册，给大家开账号。")


commands = (account,)
