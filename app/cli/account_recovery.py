"""`flask account unlock` and `remove-second-factor`: help at the office's own computer for whoever cannot get in."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.accounts.actions.remove_second_factor import remove_second_factor
from app.accounts.actions.unlock import unlock
from app.accounts.models import Account
from app.accounts.queries import account_named
from app.cli.account import account
from app.cli.prepare import on_current_tables
from app.cli.refusal import Refused, in_sentences
from app.core import clock
from app.core.errors import DomainError
from app.core.transaction import transaction


def _named(login_name: str) -> Account:
    found = account_named(login_name)
    if found is None:
        raise Refused(f"没有登录名是 {login_name} 的账号，请核对大小写。")
    return found


@account.command("unlock")
@click.argument("login_name")
@with_appcontext
@on_current_tables
def unlock_command(login_name: str) -> None:
    """试错太多、要等的登录名 LOGIN_NAME，让它马上可以再试。"""
    with in_sentences(), transaction():
        cleared = unlock(_named(login_name), now=clock.now())
    said = "可以马上再登录了" if cleared else "本来就没有在等"
    click.echo(f"{login_name} {said}。要是一个地方试错太多，那个地方还要等一会儿，最多15分钟。")


@account.command("remove-second-factor")
@click.argument("login_name")
@with_appcontext
@on_current_tables
def remove_second_factor_command(login_name: str) -> None:
    """手机和备用码都没有了：取消 LOGIN_NAME 的验证码登录。请先认准是本人。"""
    with in_sentences():
        try:
            with transaction():
                remove_second_factor(_named(login_name), actor=None, now=clock.now())
        except DomainError as refused:
            raise Refused(refused.sentence) from refused
    click.echo(f"{login_name} 的验证码登录取消了，登录着的都退出了。下次只用密码登录，进去以后请重新设。")


commands = ()
