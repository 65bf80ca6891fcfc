"""A lost password: the administrator gives a new first one."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.actions.give_first_password import give_first_password
from app.accounts.models import Account
from app.accounts.pages import blueprint
from app.accounts.pages.forms import NewPasswordForm
from app.accounts.pages.manage import shown_once
from app.accounts.queries import get_account
from app.accounts.rules import CONFIRMED_ROLES, confirmer_name
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render, setting_number
from app.core.permissions import Permission
from app.core.submit_once import answer, submit


def _page(account: Account, form: NewPasswordForm) -> str:
    confirmer = confirmer_name(as_head=account.is_discipline_head) if account.role in CONFIRMED_ROLES else ""
    return render("accounts/new_password.html", account=account, form=form, confirmer=confirmer)


@blueprint.get("/accounts/<row(account):account_id>/new-password")
@requires(Permission.ACCOUNT_MANAGE)
def new_password(account_id: int) -> ResponseReturnValue:
    """What will happen, and whether it is meant."""
    return _page(get_account(account_id), NewPasswordForm(formdata=None))


@blueprint.post("/accounts/<row(account):account_id>/new-password")
@requires(Permission.ACCOUNT_MANAGE)
def give_new_password(account_id: int) -> ResponseReturnValue:
    """Draw it and show it once."""
    form, account = NewPasswordForm(), get_account(account_id)
    first_password, said = secrets.token_urlsafe(9), f"{account.display_name}的密码换好了。"

    def give() -> None:
        lasts = timedelta(hours=setting_number("FIRST_PASSWORD_HOURS"))
        give_first_password(account, first_password=first_password, lasts=lasts, actor=signed_in(), now=clock.now())

    outcome = submit(form, give, url_for("accounts.index"))
    return answer(outcome, said + shown_once(first_password), lambda: _page(get_account(account_id), form))
