"""The accounts of others: the administrator's list."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actions.disable_account import disable_account
from app.accounts.actions.open_account import OFFICES_OF, WITH_COMMITTEE, open_account
from app.accounts.pages import blueprint
from app.accounts.pages.forms import AccountForm
from app.accounts.queries import accounts, get_account
from app.accounts.rules import CONFIRMED_ROLES
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render, setting_number
from app.core.permissions import ROLE_NAMES, Permission, Role
from app.core.submit_once import answer, submit
from app.organisations.queries import offices, visible_bodies


def shown_once(first_password: str) -> str:
    """How a password that was drawn is shown: this once, with how long it may be used."""
    hours = setting_number("FIRST_PASSWORD_HOURS")
    return f"第一次登录的密码是 {first_password} ，只显示这一次，请抄给本人；{hours}小时里要登录，登录后换成自己的。"


def _account_form() -> AccountForm:
    form = AccountForm()
    bodies = [body for body in visible_bodies(signed_in()) if body.committee_id is None]
    form.committee_id.offer(((body, body.name) for body in bodies), first={"": "不属于哪个调委会"})
    form.office_id.offer(((office, office.name) for office in offices()), first={"": "不属于哪个单位"})
    return form


def _list_page(form: AccountForm) -> str:
    return render(
        "accounts/index.html",
        accounts=accounts(),
        form=form,
        role_names=ROLE_NAMES,
        confirmed_roles=CONFIRMED_ROLES,
        own_id=signed_in().id,
        officers=[Role.DISCIPLINE_OFFICER.value],
        roles_with_committee=sorted(WITH_COMMITTEE),
        roles_with_office=sorted(OFFICES_OF),
    )


@blueprint.get("/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def index() -> ResponseReturnValue:
    """Every account, and the form for a new one."""
    return _list_page(_account_form())


def _open(form: AccountForm, first_password: str) -> None:
    open_account(
        person_name=(form.person_name.data or "").strip(),
        id_number=(form.id_number.data or "").strip().upper(),
        login_name=form.login_name.data or "",
        role=Role(form.role.data),
        committee_id=form.committee_id.key,
        office_id=form.office_id.key,
        first_password=first_password,
        lasts=timedelta(hours=setting_number("FIRST_PASSWORD_HOURS")),
        as_head=bool(form.is_head.data),
        actor=signed_in(),
        now=clock.now(),
    )


@blueprint.post("/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def create() -> ResponseReturnValue:
    """Open an account and show its first password once."""
    form, first_password = _account_form(), secrets.token_urlsafe(9)
    outcome = submit(form, lambda: _open(form, first_password), url_for("accounts.index"))
    return answer(outcome, f"账号开好了。{shown_once(first_password)}", lambda: _list_page(form))


@blueprint.post("/accounts/<row(account):account_id>/disable")
@requires(Permission.ACCOUNT_MANAGE)
def disable(account_id: int) -> ResponseReturnValue:
    """Close an account."""
    disable_account(get_account(account_id), actor=signed_in(), now=clock.now())
    flash("账号已停用。")
    return redirect(url_for("accounts.index"))
