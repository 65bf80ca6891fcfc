"""Signing in with a code: the second step, setting it up, a new sheet of recovery codes, turning it off, a lost one."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.actions.check_code import BY_SHEET, check_code
from app.accounts.actions.remove_second_factor import remove_second_factor
from app.accounts.actions.renew_recovery_codes import renew_recovery_codes
from app.accounts.actions.second_factor import address_of, draw_recovery_codes, draw_secret, in_groups
from app.accounts.actions.set_up_second_factor import set_up_second_factor
from app.accounts.actions.sign_in import must_set_up_code, open_session
from app.accounts.actions.turn_off_second_factor import turn_off_second_factor
from app.accounts.models import Account
from app.accounts.pages import blueprint, half_open
from app.accounts.pages.forms import CodeForm, ProveForm, RemoveForm
from app.accounts.pages.own import me
from app.accounts.queries import get_account, recovery_codes_left
from app.accounts.rules import WITH_SECOND_FACTOR
from app.core import clock
from app.core.asked import local_address
from app.core.crypto import keys
from app.core.guard import public, requires, signed_in
from app.core.key_ring import SealBroken
from app.core.pages import render, setting_text
from app.core.permissions import Permission
from app.core.submit_once import UNANSWERED, Outcome, answer, attempted, lead, second_tap, submit, submit_leading
from app.core.transaction import begins_late

TOO_LATE = "时间久了，请重新填登录名和密码。"
LOST_PAGE = "这一页放得太久了，上面的方块码已经作废。请用下面这个新的再扫一次。"
SHOWN_FOR = timedelta(minutes=15)
"""How long a second tap shows the same sheet once more."""


def _inside(address: str) -> str:
    return local_address(address) or url_for("desk.today")


@blueprint.get("/sign-in/code")
@public
def sign_in_code() -> ResponseReturnValue:
    """The page that asks for the code."""
    if current_user.is_authenticated:
        return redirect(url_for("desk.today"))
    if half_open.whose(now=clock.now()) is None:
        return redirect(url_for("accounts.sign_in"))
    return render("accounts/sign_in_code.html", form=CodeForm(formdata=None))


@blueprint.post("/sign-in/code")
@public
@begins_late
def sign_in_code_now() -> ResponseReturnValue:
    """Check the code and open the session."""
    found, form = half_open.whose(now=clock.now()), CodeForm()
    if current_user.is_authenticated:
        return redirect(url_for("desk.today"))
    if found is None:
        flash(TOO_LATE)
        return redirect(url_for("accounts.sign_in"))
    account, after = found
    way = attempted(form, lambda: _open(account, form)) if form.validate() else UNANSWERED
    if isinstance(way, Outcome):
        return answer(way, "", lambda: render("accounts/sign_in_code.html", form=form))
    if way == BY_SHEET:
        flash(f"用掉了一个备用码，还剩{recovery_codes_left(account.id)}个。快用完时，请到“我的账号”里换一张新的。")
    return redirect(url_for("accounts.own") if account.must_change_password else _inside(after))


def _open(account: Account, form: CodeForm) -> str:
    way = check_code(account, form.one_time_code.data or "", now=clock.now())
    open_session(account, now=clock.now(), detail={"by": way})
    return way


def _drawn(account: Account, token: str | None) -> dict[str, list[str]] | None:
    """What an earlier page drew for this account; None when it was not one of ours, or too long ago.

    Sent again from an open screen hours later, the page would show a living sheet to whoever sits there.
    """
    try:
        told: dict[str, list[str]] = json.loads(keys().open(token or "", _place(account)))
    except SealBroken:
        return None
    drawn_at = datetime.fromisoformat(told["at"][0])
    return told if clock.now() - drawn_at <= SHOWN_FOR else None


def _fresh(account: Account) -> dict[str, list[str]]:
    return {"secret": [draw_secret()], "sheet": draw_recovery_codes()}


def _place(account: Account) -> str:
    return f"second_factor.drawn:{account.id}"


def _sealed(account: Account, drawn: dict[str, list[str]]) -> str:
    return keys().seal(json.dumps({"at": [clock.now().isoformat()]} | drawn), _place(account))


def _proof(form: ProveForm) -> dict[str, str]:
    return {"password": form.password.data or "", "code": form.code.data or ""}


def _set_up_page(account: Account, form: ProveForm, drawn: dict[str, list[str]]) -> str:
    import segno

    form.drawn.data, secret = _sealed(account, drawn), drawn["secret"][0]
    address = address_of(secret, account.login_name, f"解忧 {setting_text('TOWN_NAME')}")
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4)
    return render(
        "accounts/second_factor_new.html", form=form, picture=picture, secret=in_groups(secret),
        is_needed=must_set_up_code(account), login_name=account.login_name,
    )  # fmt: skip


@blueprint.get("/account/second-factor")
@requires(Permission.ACCOUNT_OWN)
def second_factor() -> ResponseReturnValue:
    """How one signs in: with a code or without, and the way to change that."""
    account = me()
    if account.second_factor_at is None:
        return _set_up_page(account, ProveForm(formdata=None), _fresh(account))
    left = recovery_codes_left(account.id)
    return render("accounts/second_factor.html", account=account, left=left)


def _sheet(account: Account, drawn: dict[str, list[str]]) -> str:
    return render("accounts/recovery_codes.html", account=account, codes=drawn["sheet"])


@blueprint.post("/account/second-factor")
@requires(Permission.ACCOUNT_OWN)
@begins_late
def second_factor_on() -> ResponseReturnValue:
    """Set it up; the sheet is shown now and, to a second tap of the same page, once more."""
    form, account = ProveForm(), me()
    drawn = _drawn(account, form.drawn.data)
    if drawn is None or not drawn["secret"]:
        form.form_errors = [LOST_PAGE]
        return _set_up_page(account, form, _fresh(account)), 422
    secret, sheet = drawn["secret"][0], drawn["sheet"]

    def set_up() -> None:
        set_up_second_factor(account, secret=secret, sheet=sheet, now=clock.now(), **_proof(form))

    outcome = submit(form, set_up, url_for("accounts.second_factor"))
    return _sheet(account, drawn) if outcome.where else answer(outcome, "", lambda: _set_up_page(me(), form, drawn))


def _prove_page(name: str, form: ProveForm, account: Account) -> str:
    return render(f"accounts/{name}.html", form=form, is_needed=account.role in WITH_SECOND_FACTOR)


@blueprint.get("/account/second-factor/codes")
@requires(Permission.ACCOUNT_OWN)
def recovery_codes() -> ResponseReturnValue:
    """The page that asks for password and code before a new sheet is drawn."""
    account, form = me(), ProveForm(formdata=None)
    if account.second_factor_at is None:
        return redirect(url_for("accounts.second_factor"))
    form.drawn.data = _sealed(account, {"secret": [], "sheet": draw_recovery_codes()})
    return _prove_page("recovery_codes_new", form, account)


@blueprint.post("/account/second-factor/codes")
@requires(Permission.ACCOUNT_OWN)
@begins_late
def recovery_codes_now() -> ResponseReturnValue:
    """A new sheet takes the place of the old one; a second tap shows it once more."""
    form, account = ProveForm(), me()
    drawn = _drawn(account, form.drawn.data)
    if account.second_factor_at is None or drawn is None:
        return redirect(url_for("accounts.second_factor"))

    def renew() -> None:
        renew_recovery_codes(account, sheet=drawn["sheet"], now=clock.now(), **_proof(form))

    outcome = submit(form, renew, url_for("accounts.second_factor"))
    if outcome.where:
        return _sheet(account, drawn)
    return answer(outcome, "", lambda: _prove_page("recovery_codes_new", form, me()))


@blueprint.get("/account/second-factor/off")
@requires(Permission.ACCOUNT_OWN)
def second_factor_off() -> ResponseReturnValue:
    """The page that asks for password and code before it is turned off."""
    account = me()
    if account.second_factor_at is None:
        return redirect(url_for("accounts.second_factor"))
    return _prove_page("second_factor_off", ProveForm(formdata=None), account)


@blueprint.post("/account/second-factor/off")
@requires(Permission.ACCOUNT_OWN)
@begins_late
def second_factor_off_now() -> ResponseReturnValue:
    """Turn it off."""
    form, account = ProveForm(), me()
    again = second_tap(form)
    if again is not None:
        return lead(again, "")
    if account.second_factor_at is None:
        return redirect(url_for("accounts.second_factor"))
    outcome = submit_leading(form, lambda: _turn_off(account, form))
    said = "验证码登录关掉了，以后只用密码登录。原来的备用码都作废了。"
    return answer(outcome, said, lambda: _prove_page("second_factor_off", form, me()))


def _turn_off(account: Account, form: ProveForm) -> str:
    turn_off_second_factor(account, now=clock.now(), **_proof(form))
    return url_for("accounts.second_factor" if must_set_up_code(account) else "accounts.own")


@blueprint.get("/accounts/<row(account):account_id>/second-factor")
@requires(Permission.ACCOUNT_MANAGE)
def lost_second_factor(account_id: int) -> ResponseReturnValue:
    """What it means to remove somebody's second factor, and the button."""
    return render("accounts/second_factor_lost.html", account=get_account(account_id), form=RemoveForm(formdata=None))


@blueprint.post("/accounts/<row(account):account_id>/second-factor")
@requires(Permission.ACCOUNT_MANAGE)
def remove_lost_second_factor(account_id: int) -> ResponseReturnValue:
    """Remove it."""
    form, account = RemoveForm(), get_account(account_id)
    said = f"{account.display_name}的验证码登录取消了，登录着的都退出了。请告诉本人下次只用密码登录。"

    def remove() -> None:
        remove_second_factor(account, actor=signed_in(), now=clock.now())

    def page() -> str:
        return render("accounts/second_factor_lost.html", account=get_account(account_id), form=form)

    return answer(submit(form, remove, url_for("accounts.index")), said, page)
