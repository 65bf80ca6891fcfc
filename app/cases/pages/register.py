"""Registration of a dispute."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.cases.actions.register_case import register_case
from app.cases.models import Case
from app.cases.pages import blueprint
from app.cases.pages.register_form import RegisterForm
from app.cases.queries.alike import disputes_like
from app.core import clock
from app.core.errors import NotAllowed
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit_leading
from app.matters.pages.out_of import Origin, origin_of, tie_to_origin
from app.organisations.queries import get_body, villages


def _register_form() -> tuple[RegisterForm, Origin | None]:
    form = RegisterForm()
    actor = signed_in()
    if actor.committee_id is None:
        raise NotAllowed("您的身份不登记案件；请找村里或者镇里的调解员。")
    own = get_body(actor.committee_id).village_id
    origin = origin_of(form)
    form.village_id.chosen = own or (origin.handed.village_id if origin else None)
    form.village_id.offer((one, one.full_name) for one in villages() if own in (None, one.id))
    if not is_post():
        form.begin()
        if origin is not None:
            form.begin_with(origin.handed)
    return form, origin


def _page(form: RegisterForm, origin: Origin | None) -> str:
    key = f"register-{origin.key}" if origin else "register"
    draft = None if is_post() else find_draft(signed_in().id, key)
    return render("cases/register.html", form=form, origin=origin, form_key=key, draft=draft)


@blueprint.get("/register")
@requires(Permission.CASE_REGISTER)
def register_page() -> ResponseReturnValue:
    """The empty registration form, or one that begins with what another matter says."""
    return _page(*_register_form())


@blueprint.post("/register")
@requires(Permission.CASE_REGISTER)
def register() -> ResponseReturnValue:
    """Register a dispute; a second tap leads to the case of the first."""
    form, origin = _register_form()

    def is_whole() -> bool:
        return form.validate() and not form.asks_about(disputes_like(form.people(), signed_in()))

    outcome = submit_leading(form, lambda: _enter(form), judge=is_whole)
    said = "没有再登记一件，下面就是原来的那一件。" if form.repeats.key is not None else "登记好了，已存好。"
    return answer(outcome, said, lambda: _page(form, origin))


def _enter(form: RegisterForm) -> str:
    if form.repeats.key is not None:
        tie_to_origin(form, Case.subject_kind, form.repeats.key)
        return url_for("cases.detail", case_id=form.repeats.key)
    case = register_case(form.intake(), actor=signed_in(), now=clock.now())
    tie_to_origin(form, case.subject_kind, case.id)
    return url_for("cases.detail", case_id=case.id)
