"""Registration of a dispute."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.cases.actions.register_case import register_case
from app.cases.pages import blueprint
from app.cases.pages.register_form import RegisterForm
from app.cases.queries.alike import disputes_like
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

    def is_whole() -> bool:
        return form.validate() and not form.asks_about(disputes_like(form.people(), signed_in()))

    def enter() -> str:
        if form.repeats.key is not None:
            return url_for("cases.detail", case_id=form.repeats.key)
        case = register_case(form.intake(), actor=signed_in(), now=clock.now())
        return url_for("cases.detail", case_id=case.id)

    outcome = submit_leading(form, enter, judge=is_whole)
    said = "没有再登记一件，下面就是原来的那一件。" if form.repeats.key is not None else "登记好了，已存好。"
    return answer(outcome, said, lambda: render("cases/register.html", form=form, draft=None))
