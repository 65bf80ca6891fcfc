"""One's own account."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.actions.change_password import change_password
from app.accounts.actions.confirm_by_code import confirm_by_code
from app.accounts.actions.end_other_sessions import end_other_sessions
from app.accounts.actions.sign_in import renew_session
from app.accounts.models import Account, SignInSession
from app.accounts.pages import blueprint
from app.accounts.pages.forms import ConfirmationCodeForm, PasswordForm
from app.accounts.queries import get_account, open_confirmation, open_sessions
from app.accounts.rules import confirmer_name, session_is_over
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render, setting_number
from app.core.permissions import ROLE_NAMES, Permission
from app.core.submit_once import UNANSWERED, Outcome, answer, attempted, submit
from app.core.transaction import begins_late


def me() -> Account:
    """The signed-in account as a row."""
    return get_account(signed_in().id)


def _sessions(account: Account) -> list[SignInSession]:
    """Those that still open something, newest first."""
    idle = timedelta(hours=setting_number("SESSION_IDLE_HOURS"))
    longest, now = timedelta(days=setting_number("SESSION_DAYS")), clock.now()
    return [
        row
        for row in open_sessions(account.id)
        if not session_is_over(row.opened_at, row.seen_at, now=now, idle=idle, absolute=longest)
    ]


def _own_page(account: Account, form: PasswordForm) -> str:
    return render("accounts/own.html", account=account, form=form, role_names=ROLE_NAMES, sessions=_sessions(account))


@blueprint.get("/account")
@requires(Permission.ACCOUNT_OWN)
def own() -> ResponseReturnValue:
    """One's own account: role, password, open sessions."""
    return _own_page(me(), PasswordForm(formdata=None))


@blueprint.post("/account/password")
@requires(Permission.ACCOUNT_OWN)
@begins_late
def password() -> ResponseReturnValue:
    """Change the password."""
    form, account = PasswordForm(), me()

    def change() -> None:
        old, new, again = form.old.data or "", form.new.data or "", form.again.data or ""
        change_password(account, old=old, new=new, again=again, now=clock.now())

    said = "密码改好了，别处的登录都退出了，日历订阅也停了，要用请重新开。"
    return answer(submit(form, change, url_for("accounts.own")), said, lambda: _own_page(me(), form))


@blueprint.post("/account/sessions/end")
@requires(Permission.ACCOUNT_OWN)
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    end_other_sessions(me(), now=clock.now())
    flash("别处的登录都退出了，只有这里还登录着。")
    return redirect(url_for("accounts.own"))


@blueprint.get("/account/waiting")
@requires(Permission.ACCOUNT_OWN)
def waiting() -> ResponseReturnValue:
    """All that an account opens before a second person confirmed it: who that is, and where the code is typed."""
    if not me().is_waiting:
        return redirect(url_for("desk.today"))
    return _waiting_page(ConfirmationCodeForm(formdata=None))


@blueprint.post("/account/waiting")
@requires(Permission.ACCOUNT_OWN)
def type_code() -> ResponseReturnValue:
    """The code of the countersigned sheet.  A wrong one is counted: it is answered by leading back to the page."""
    form = ConfirmationCodeForm()
    is_right = attempted(form, lambda: _confirm(form)) if form.validate() else UNANSWERED
    if isinstance(is_right, Outcome):
        return answer(is_right, "", lambda: _waiting_page(form))
    flash("核准码对，账号可以用了。" if is_right else "核准码不对，请对着核准单再看看。")
    return redirect(url_for("desk.today" if is_right else "accounts.waiting"))


def _confirm(form: ConfirmationCodeForm) -> bool:
    code, most = form.confirmation_code.data or "", setting_number("CODE_TRIES")
    is_right = confirm_by_code(me(), code, most_wrong=most, now=clock.now())
    if is_right:
        renew_session(me(), now=clock.now())
    return is_right


def _waiting_page(form: ConfirmationCodeForm) -> str:
    request = open_confirmation(me().id)
    return render(
        "accounts/waiting.html",
        form=form,
        account=me(),
        confirmer=confirmer_name(as_head=request.as_head) if request else "",
        has_code=request is not None and request.code_hash is not None,
    )


@blueprint.get("/more")
@requires(Permission.ACCOUNT_OWN)
def more() -> ResponseReturnValue:
    """What does not stand in the menu."""
    return redirect(url_for("accounts.waiting")) if me().is_waiting else render("accounts/more.html")
