"""One's own account."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.change_password import change_password
from app.accounts.forms import PasswordForm
from app.accounts.models import Account
from app.accounts.pages import blueprint
from app.accounts.queries import get_account, open_sessions
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import ROLE_NAMES, Permission
from app.core.transaction import attempt


def me() -> Account:
    """The signed-in account as a row."""
    return get_account(signed_in().id)


@blueprint.get("/account")
@requires(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """One's own account: role, password, open sessions."""
    account = me()
    form = PasswordForm(formdata=None)
    return render(
        "accounts/own.html", account=account, form=form, role_names=ROLE_NAMES, sessions=open_sessions(account.id)
    )


@blueprint.post("/account/password")
@requires(Permission.ACCOUNT_OWN)
def password() -> ResponseReturnValue:
    """Change the password."""
    form, account = PasswordForm(), me()
    if form.validate():
        with attempt(form) as tried:
            change_password(
                account,
                old=form.old.data or "",
                new=form.new.data or "",
                again=form.again.data or "",
                now=clock.now(),
            )
        if tried.ok:
            flash("密码改好了，别处的登录都退出了。")
            return redirect(url_for("accounts.own"))
    account = me()
    sessions = open_sessions(account.id)
    return render("accounts/own.html", account=account, form=form, role_names=ROLE_NAMES, sessions=sessions), 422


@blueprint.get("/more")
@requires(Permission.ACCOUNT_OWN)
def more() -> ResponseReturnValue:
    """What does not stand in the menu."""
    return render("accounts/more.html")
