"""How a petitioner is to be met and reached: noted at any time by the desk and by whoever handles a claim."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.matters.actions.set_contact import set_contact
from app.matters.pages.contact_form import ContactForm
from app.petitions.models import Petition, Petitioner
from app.petitions.pages import blueprint
from app.petitions.pages.unmask import petitioner_of
from app.petitions.queries import get_petition


def _note(petition: Petition, person: Petitioner, form: ContactForm) -> None:
    set_contact(
        person,
        petition,
        key=person.id,
        needs=form.needs_chosen(),
        safe_contact=form.way_given(),
        actor=signed_in(),
        now=clock.now(),
    )


@blueprint.route(
    "/<row(petition):petition_id>/petitioners/<row(petitioner):petitioner_id>/contact", methods=["GET", "POST"]
)
@requires(Permission.PETITION_CALL)
def contact_page(petition_id: int, petitioner_id: int) -> ResponseReturnValue:
    """What must be taken care of when a petitioner is met, and how they are reached safely."""
    petition, form = get_petition(petition_id, for_=signed_in()), ContactForm()
    person, place = petitioner_of(petition, petitioner_id), pages.address("petitions.detail", petition_id=petition_id)
    if not is_post():
        form.show_contact(person)
    outcome = submit(form, lambda: _note(petition, person, form), place)
    back = {"person": person, "number": petition.number, "back": place}
    return answer(outcome, "记好了，以后每一步都会提醒。", lambda: render("matters/contact.html", form=form, **back))
