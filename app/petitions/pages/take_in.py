"""Take in what was typed at the desk: a petition stays here, an accusation goes to the closed domain at once."""

from __future__ import annotations

from datetime import datetime

from app.accounts.actions.save_draft import drop_draft
from app.accusations.actions.seal import seal_accusation
from app.accusations.actions.tell import nobody_takes
from app.core import pages
from app.core.permissions import Actor
from app.petitions.actions.register_petition import register_petition
from app.petitions.pages.forms import SortForm
from app.petitions.pages.register_form import FORM_KEY, RegisterForm

SEALED = "已密封，交给有权的人办理。这里不再显示。"
REGISTERED = "登记好了，已存好。"
SORTED = "定好了，已存好。"


def take_in(form: RegisterForm, *, actor: Actor, now: datetime) -> str:
    """Where to go next: the petition, or the list, which shows nothing of an accusation.

    What was kept while an accusation was typed is forgotten, in whatever window.  Raises what the two rooms refuse, at
    the form's fields.
    """
    with form.refusals_in_place():
        if form.is_accusation:
            seal_accusation(form.accusation_intake(), actor=actor, now=now)
            drop_draft(actor.id, FORM_KEY)
            where = pages.address("petitions.index")
        else:
            petition = register_petition(form.intake(), actor=actor, now=now)
            where = pages.address("petitions.detail", petition_id=petition.id)
    return where


def said_after(form: RegisterForm | SortForm, otherwise: str) -> str:
    """What the person reads afterwards; of an accusation, that it is gone, and what to do when nobody may see it."""
    if not form.is_accusation:
        return otherwise
    return SEALED + nobody_takes(accused=form.accused.data or "", accused_unit=form.accused_unit.data or "")
