"""Registration of a dispute."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.cases.actions.register_case import register_case
from app.cases.pages import blueprint
from app.cases.pages.register_form import RegisterForm
from app.core import clock
from app.core.errors import NotAllowed
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit_leading
from app.organisations.queries import get_body, villages


def _register_form() -> RegisterForm:
    form = RegisterForm()
    actor = signed_in()
    if actor.committee_id is None:
        raise NotAllowed("您的身份不登记案件；请找村里或者镇里的调解员。")
    own = get_body(actor.committee_id).village_id
    form.village_id.chosen = own
    form.village_id.offer((one, one.full_name) for one in villages() if own in (None, one.id))
    if not is_post():
        form.begin()
    return form


@blueprint.get("/register")
@requires(Permission.CASE_REGISTER)
def register_page() -> ResponseReturnValue:
    """The empty registration form."""
    draft = find_draft(signed_in().id, "register")
    return render("cases/register.html", form=_register_form(), draft=draft)


@blueprint.post("/register")
@requires(Permission.CASE_REGISTER)
def register() -> ResponseReturnValue:
    """Register a dispute; a second tap leads to the case of the first."""
    form = _register_form()

    def enter() -> str:
        case = register_case(form.intake(), actor=signed_in(), now=clock.now())
        return url_for("cases.detail", case_id=case.id)

    outcome = submit_leading(form, enter)
    return answer(outcome, "登记好了，已存好。", lambda: render("cases/register.html", form=form, draft=None))
