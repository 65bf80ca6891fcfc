"""`flask account`: what is done to accounts at the office's own computer, when nobody can do it on a page yet."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.accounts.actions.draw_code import draw_code
from app.accounts.actions.give_first_password import give_first_password
from app.accounts.actions.name_head import name_head
from app.accounts.actions.open_administrator import open_administrator
from app.accounts.actions.open_discipline_head import open_discipline_head
from app.accounts.models import Account
from app.accounts.queries import account_named, open_confirmation
from app.accounts.rules import CONFIRMED_ROLES, confirmer_name
from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.core.pages import chinese_moment, setting_number, setting_text
from app.core.permissions import ROLE_NAMES, Role
from app.core.transaction import transaction

SHEET = """{town}　检举控告账号核准单

登录名：{login_name}
姓　名：{name}
身　份：{role}
核准码：{code}
有效到：{until}（过期，或者输错{tries}次，要重新打印）

本人登录、换成自己的密码以后，在“等核准”那一页填上核准码，账号才能用。
核准码只给本人看，用过以后这一张归档。

{confirmer}核准（签字）：____________　日期：____________
本人（签字）：____________　日期：____________
"""
"""What is printed and countersigned; the code stands on it alone."""
sheet_option = click.option(
    "--sheet", type=click.Path(dir_okay=False, path_type=Path), help="把核准单写进这个新文件，不写就显示在屏幕上。"
)


@contextmanager
def at_the_computer() -> Iterator[None]:
    """One action in a transaction of its own; a refusal is its sentence. Raises Refused."""
    with in_sentences():
        try:
            with transaction():
                yield
        except DomainError as refused:
            raise Refused(refused.sentence) from refused


def found(login_name: str) -> Account:
    """The account of this name. Raises Refused."""
    account = account_named(login_name)
    if account is None:
        raise Refused(f"没有登录名 {login_name} 这个账号，请再核对。")
    return account


def sheet_for(account: Account) -> str:
    """Draw a code for a waiting account, and the sheet that carries it."""
    code = draw_code(account, lasts=timedelta(hours=setting_number("CODE_HOURS")), now=clock.now())
    request = open_confirmation(account.id)
    as_head = request is not None and request.as_head
    return SHEET.format(
        town=setting_text("TOWN_NAME"),
        login_name=account.login_name,
        name=account.display_name,
        role=confirmer_name(as_head=False) if as_head else ROLE_NAMES[account.role],
        code=code,
        until=chinese_moment(request.code_until if request else None),
        tries=setting_number("CODE_TRIES"),
        confirmer=confirmer_name(as_head=as_head),
    )


def hand_out_sheet(text: str, path: Path | None) -> None:
    """Print the sheet, or write it into a new file that only its owner reads. Raises Refused."""
    if path is None:
        click.echo(text)
        return
    with in_sentences():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
    click.echo(f"核准单写进 {path} 了。打印好、签好字以后，请删掉这个文件。")


def first_lasts() -> timedelta:
    """How long a password that was drawn may wait for its first use."""
    return timedelta(hours=setting_number("FIRST_PASSWORD_HOURS"))


def say_first_password(login_name: str, first_password: str) -> None:
    """Show a drawn password, this once."""
    hours = setting_number("FIRST_PASSWORD_HOURS")
    click.echo(f"账号 {login_name} 第一次登录的密码是 {first_password} ，{hours}小时里要登录，登录后换成自己的。")


@click.group("account")
def account() -> None:
    """账号：正式使用时，先开管理员和镇纪委书记的账号。"""


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
    with at_the_computer():
        open_administrator(name=name, login_name=login_name, password=password, now=clock.now())
    click.echo(f"管理员账号 {login_name} 开好了。下一步：登录，导入名册，给大家开账号。")


@account.command("open-discipline")
@click.argument("name")
@click.argument("login_name")
@sheet_option
@with_appcontext
@on_current_tables
def open_discipline_command(name: str, login_name: str, sheet: Path | None) -> None:
    """给镇纪委书记 NAME 开账号，登录名 LOGIN_NAME，并打印核准单；别的纪检干部由他核准。"""
    first_password = secrets.token_urlsafe(9)
    with at_the_computer():
        opened = open_discipline_head(
            name=name, login_name=login_name, first_password=first_password, lasts=first_lasts(), now=clock.now()
        )
        text = sheet_for(opened)
    say_first_password(login_name, first_password)
    hand_out_sheet(text, sheet)


@account.command("print-code")
@click.argument("login_name")
@sheet_option
@with_appcontext
@on_current_tables
def print_code_command(login_name: str, sheet: Path | None) -> None:
    """给等核准的账号 LOGIN_NAME 打印核准单：该核准的人还没有账号，或者来不了的时候用。"""
    with at_the_computer():
        text = sheet_for(found(login_name))
    hand_out_sheet(text, sheet)


@account.command("name-head")
@click.argument("login_name")
@sheet_option
@with_appcontext
@on_current_tables
def name_head_command(login_name: str, sheet: Path | None) -> None:
    """把已有的纪检干部账号 LOGIN_NAME 记为镇纪委书记，并打印核准单；核准以前这个账号用不了。"""
    with at_the_computer():
        officer = found(login_name)
        name_head(officer, now=clock.now())
        text = sheet_for(officer)
    hand_out_sheet(text, sheet)


@account.command("new-password")
@click.argument("login_name")
@sheet_option
@with_appcontext
@on_current_tables
def new_password_command(login_name: str, sheet: Path | None) -> None:
    """给管理员（或者能看检举控告的人）LOGIN_NAME 一个新的第一次密码；别人的由管理员在网页上换。"""
    first_password, text = secrets.token_urlsafe(9), ""
    with at_the_computer():
        whose = found(login_name)
        if whose.role not in CONFIRMED_ROLES | {Role.ADMINISTRATOR}:
            raise Refused("这个账号的密码请管理员在网页“账号管理”里换。")
        give_first_password(whose, first_password=first_password, lasts=first_lasts(), actor=None, now=clock.now())
        if whose.is_waiting:
            text = sheet_for(whose)
    say_first_password(login_name, first_password)
    if text:
        hand_out_sheet(text, sheet)


commands = (account,)
