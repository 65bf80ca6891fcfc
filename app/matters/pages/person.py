"""Somebody who takes part in a matter: how they are met and reached, and who may be the same person elsewhere."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.matters.actions.set_contact import set_contact
from app.matters.pages import blueprint
from app.matters.pages.contact_form import ContactForm
from app.matters.queries.people import Met, alike, joined_with, meet


def _note(met: Met, form: ContactForm) -> None:
    set_contact(
        met.person,
        met.matter,
        key=met.person.id,
        needs=form.needs_chosen(),
        safe_contact=form.way_given(),
        actor=signed_in(),
        now=clock.now(),
    )


@blueprint.route("/participants/<row(participant):participant_id>", methods=["GET", "POST"])
@requires(Permission.PARTICIPANT_MEET)
def person_page(participant_id: int) -> ResponseReturnValue:
    """What must be taken care of when somebody is met, how they are reached, and where else they take part."""
    who, form = signed_in(), ContactForm()
    met = meet(participant_id, who)
    if not is_post():
        form.show_contact(met.person)
    outcome = submit(form, lambda: _note(met, form), met.place)

    def page() -> str:
        return render("matters/person.html", met=met, form=form, joined=joined_with(met, who), alike=alike(met, who))

    return answer(outcome, "记好了，以后每一步都会提醒。", page)
