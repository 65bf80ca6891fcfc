"""Registration (来信来访登记): a petition stays here, an accusation goes to the closed domain at once."""

from __future__ import annotations

from datetime import datetime

from flask.typing import ResponseReturnValue

from app.accounts.actions.save_draft import drop_draft
from app.accounts.queries import find_draft
from app.accusations.actions.seal import seal_accusation
from app.core import clock, pages
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission
from app.core.submit_once import answer, is_post, submit_leading
from app.matters.pages.out_of import Origin, origin_of, tie_to_origin
from app.organisations.queries import villages
from app.petitions.actions.register_petition import register_petition
from app.petitions.models import Petition
from app.petitions.pages import blueprint
from app.petitions.pages.forms import said_after
from app.petitions.pages.register_form import FORM_KEY, RegisterForm
from app.petitions.queries import petitions_like

REGISTERED = "登记好了，已存好。"


def came_before(form: RegisterForm) -> list[Petition]:
    """Earlier petitions of everybody on the form, the newest first; none for an accusation, which looks nowhere."""
    if form.is_accusation:
        return []
    found = {
        petition.id: petition
        for one in form.people()
        for petition in petitions_like(name=one.name, id_number=one.id_number, phone=one.phone)
    }
    return sorted(found.values(), key=lambda petition: -petition.id)


def take_in(form: RegisterForm, *, actor: Actor, now: datetime) -> str:
    """Where to go next: the petition, or the list, which shows nothing of an accusation.

    What was kept while an accusation was typed is forgotten, in whatever window.  Raises what the two rooms refuse, at
    the form's fields.
    """
    with form.refusals_in_place():
        if form.is_accusation:
            seal_accusation(form.accusation_intake(), actor=actor, now=now)
            drop_draft(actor.id, form_key_of(form))
            where = pages.address("petitions.index")
        else:
            petition = register_petition(form.intake(), actor=actor, now=now)
            tie_to_origin(form, petition.subject_kind, petition.id)
            where = pages.address("petitions.detail", petition_id=petition.id)
    return where


def form_key_of(form: RegisterForm) -> str:
    """Under what a draft of this page is kept: one that came out of another matter apart from the others."""
    return f"{FORM_KEY}-{form.out_of.data}" if form.out_of.data else FORM_KEY


def _register_form() -> tuple[RegisterForm, Origin | None]:
    form = RegisterForm()
    origin = origin_of(form)
    if origin is not None and not is_post():
        form.begin_with(origin.handed)
    form.offer_villages(villages())
    return form, origin


def _register_page(form: RegisterForm, origin: Origin | None) -> str:
    key = form_key_of(form)
    draft = None if is_post() else find_draft(signed_in().id, key)
    return render("petitions/register.html", form=form, origin=origin, form_key=key, draft=draft)


@blueprint.get("/register")
@requires(Permission.PETITION_REGISTER)
def register_page() -> ResponseReturnValue:
    """The empty form, or one that begins with what another matter says."""
    return _register_page(*_register_form())


@blueprint.post("/register")
@requires(Permission.PETITION_REGISTER)
def register() -> ResponseReturnValue:
    """Register what came in; asks first when the person was here before.  An accusation leaves this room at once, and
    is tied to nothing."""
    form, origin = _register_form()

    def is_whole() -> bool:
        return form.validate() and not form.asks_about(came_before(form))

    outcome = submit_leading(form, lambda: take_in(form, actor=signed_in(), now=clock.now()), judge=is_whole)
    return answer(outcome, said_after(form, REGISTERED), lambda: _register_page(form, origin))
