"""Pages of signing in and of one's own account; the administrator's list of accounts."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.change_password import change_password
from app.accounts.forget_draft import forget_draft
from app.accounts.forms import AccountForm, PasswordForm, SignInForm
from app.accounts.models import Account, Draft, TextSize
from app.accounts.open_account import OFFICES_OF, WITH_COMMITTEE, disable_account, open_account
from app.accounts.queries import accounts, find_draft, get_account, open_sessions
from app.accounts.save_draft import Typed, save_draft, stamp_of, typed_in
from app.accounts.sign_in import sign_in as open_session
from app.accounts.sign_in import sign_out as end_session
from app.core import clock
from app.core.asked import local_address
from app.core.guard import actor_or_none, public, requires, signed_in
from app.core.pages import render
from app.core.permissions import ROLE_NAMES, Permission, Role
from app.core.transaction import already_done, attempt, begins_late, done
from app.organisations.queries import offices, visible_bodies

blueprint = Blueprint("accounts", __name__)


def me() -> Account:
    """The signed-in account as a row."""
    return get_account(signed_in().id)


def _inside(address: str | None) -> str:
    return local_address(address) or url_for("processes.today")


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(url_for("processes.today"))
    return render("accounts/sign_in.html", form=SignInForm(formdata=None), next=request.args.get("next", ""))


@blueprint.post("/sign-in")
@public
@begins_late
def sign_in_now() -> ResponseReturnValue:
    """Check name and password."""
    form = SignInForm()
    after = request.form.get("next", "")
    if not form.validate():
        return render("accounts/sign_in.html", form=form, next=after), 422
    with attempt(form) as tried:
        account = open_session((form.login_name.data or "").strip(), form.password.data or "", now=clock.now())
    if not tried.ok:
        return render("accounts/sign_in.html", form=form, next=after), tried.status
    if account.must_change_password:
        flash("第一次登录，请先换成自己的密码。")
        return redirect(url_for("accounts.own"))
    return redirect(_inside(after))


@blueprint.post("/sign-out")
@requires(Permission.ACCOUNT_OWN)
def sign_out() -> ResponseReturnValue:
    """Leave: the shared PC forgets the account."""
    end_session(me(), now=clock.now())
    flash("已经退出。")
    return redirect(url_for("accounts.sign_in"))


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


@blueprint.post("/text-size")
@public
def text_size() -> ResponseReturnValue:
    """Set the size of the type, for this browser and (signed in) for the account."""
    size = request.form.get("size", "")
    if size in set(TextSize):
        session["text_size"] = size
        session.permanent = True
        if current_user.is_authenticated:
            me().text_size = TextSize(size)
    return redirect(_inside(request.form.get("back")))


@blueprint.post("/drafts/<form_key>")
@requires(Permission.ACCOUNT_OWN)
def draft(form_key: str) -> ResponseReturnValue:
    """Keep what was typed so far; answers with the time for 「已存好 10:32」, or 409 and what another window kept."""
    told = request.headers
    typed = Typed(request.get_data(as_text=True), told.get("X-Draft-Writer", ""), told.get("X-Draft-Made-For", ""))
    account_id = signed_in().id
    kept = save_draft(account_id, form_key, typed, seen=told.get("X-Draft-Seen", ""), now=clock.now())
    if kept is None:
        return _kept(find_draft(account_id, form_key)), 409
    return {"saved_at": f"{clock.local(kept.saved_at):%H:%M}", "stamp": stamp_of(kept)}


@blueprint.get("/drafts/<form_key>")
@requires(Permission.ACCOUNT_OWN)
def kept_draft(form_key: str) -> ResponseReturnValue:
    """The kept draft of a form, empty when there is none."""
    return _kept(find_draft(signed_in().id, form_key))


@blueprint.after_app_request
def forget_what_was_done(response: Response) -> Response:
    """A page that leads on has done its deed: its draft goes in the same transaction.

    The script adds the three fields: the form's key, the page that wrote, the stamp of what it was shown.
    """
    if request.method == "POST" and 300 <= response.status_code < 400 and "draft-key" in request.form:
        told, actor = request.form, actor_or_none()
        if actor is not None:
            marks = {"writer": told.get("draft-writer", ""), "seen": told.get("draft-seen", "")}
            forget_draft(actor.id, told["draft-key"], **marks)
    return response


def _kept(draft: Draft | None) -> dict[str, str]:
    if draft is None:
        return {"payload": "", "saved_at": ""}
    typed, saved_at = typed_in(draft), clock.local(draft.saved_at)
    return {
        "payload": typed.answers,
        "saved_at": f"{saved_at:%m-%d %H:%M}",
        "stamp": stamp_of(draft),
        "writer": typed.writer,
        "made_for": typed.made_for,
    }


def _account_form() -> AccountForm:
    form = AccountForm()
    bodies = [body for body in visible_bodies(signed_in()) if body.committee_id is None]
    form.committee_id.choices = {"0": "不属于哪个调委会"} | {str(body.id): body.name for body in bodies}
    form.office_id.choices = {"0": "不属于哪个单位"} | {str(office.id): office.name for office in offices()}
    return form


def _list_page(form: AccountForm) -> str:
    return render(
        "accounts/index.html",
        accounts=accounts(),
        form=form,
        role_names=ROLE_NAMES,
        roles_with_committee=sorted(WITH_COMMITTEE),
        roles_with_office=sorted(OFFICES_OF),
    )


@blueprint.get("/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def index() -> ResponseReturnValue:
    """Every account, and the form for a new one."""
    return _list_page(_account_form())


@blueprint.post("/accounts")
@requires(Permission.ACCOUNT_MANAGE)
def create() -> ResponseReturnValue:
    """Open an account and show its first password once."""
    form = _account_form()
    if already_done(form):
        return redirect(url_for("accounts.index"))
    if form.validate():
        first_password = secrets.token_urlsafe(9)
        with attempt(form) as tried:
            open_account(
                person_name=(form.person_name.data or "").strip(),
                id_number=(form.id_number.data or "").strip().upper(),
                login_name=form.login_name.data or "",
                role=Role(form.role.data),
                committee_id=form.committee_id.data or None,
                office_id=form.office_id.data or None,
                first_password=first_password,
                actor=signed_in(),
                now=clock.now(),
            )
            done(form, url_for("accounts.index"))
        if tried.ok:
            flash(f"账号开好了。第一次登录的密码是 {first_password} ，只显示这一次，请抄给本人。")
            return redirect(url_for("accounts.index"))
        return _list_page(form), tried.status
    return _list_page(form), 422


@blueprint.post("/accounts/<int:account_id>/disable")
@requires(Permission.ACCOUNT_MANAGE)
def disable(account_id: int) -> ResponseReturnValue:
    """Close an account."""
    disable_account(get_account(account_id), actor=signed_in(), now=clock.now())
    flash("账号已停用。")
    return redirect(url_for("accounts.index"))
