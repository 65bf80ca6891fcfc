"""Signing in and out, and the size of the type."""

from __future__ import annotations

from flask import flash, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.sign_in import TEXT_SIZE
from app.accounts.actions.sign_in import sign_in as open_session
from app.accounts.actions.sign_in import sign_out as end_session
from app.accounts.models import Account, TextSize
from app.accounts.pages import blueprint, half_open
from app.accounts.pages.forms import SignInForm
from app.accounts.pages.own import me
from app.core import clock
from app.core.asked import local_address
from app.core.guard import public, requires
from app.core.pages import render
from app.core.permissions import Permission
from app.core.security import keep_a_year
from app.core.submit_once import UNANSWERED, Outcome, answer, attempted
from app.core.transaction import begins_late


def _inside(address: str | None) -> str:
    return local_address(address) or url_for("desk.today")


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("desk.today"))
    return render("accounts/sign_in.html", form=SignInForm(formdata=None), next=request.args.get("next", ""))


@blueprint.post("/sign-in")
@public
@begins_late
def sign_in_now() -> ResponseReturnValue:
    """Check name and password."""
    form = SignInForm()
    after = request.form.get("next", "")
    account = attempted(form, lambda: _open(form)) if form.validate() else UNANSWERED
    if isinstance(account, Outcome):
        return answer(account, "", lambda: render("accounts/sign_in.html", form=form, next=after))
    if account.second_factor_at is not None:
        half_open.begin(account, after, now=clock.now())
        return redirect(url_for("accounts.sign_in_code"))
    if account.must_change_password:
        flash("第一次登录，请先换成自己的密码。")
        return redirect(url_for("accounts.own"))
    return redirect(_inside(after))


def _open(form: SignInForm) -> Account:
    return open_session((form.login_name.data or "").strip(), form.password.data or "", now=clock.now())


@blueprint.post("/sign-out")
@requires(Permission.ACCOUNT_OWN)
def sign_out() -> ResponseReturnValue:
    """Leave: the shared PC forgets the account."""
    end_session(me(), now=clock.now())
    flash("已经退出。")
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/text-size")
@public
def text_size() -> ResponseReturnValue:
    """Set the size of the type, for this browser and (signed in) for the account."""
    size = request.form.get("size", "")
    response = make_response(redirect(_inside(request.form.get("back"))))
    if size in set(TextSize):
        session.pop(TEXT_SIZE, None)
        keep_a_year(response, TEXT_SIZE, size)
        if current_user.is_authenticated:
            me().text_size = TextSize(size)
    return response
