"""How a party is to be met and reached: noted at any time by whoever handles the dispute."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.cases.models import Case, Party
from app.cases.pages import blueprint
from app.cases.pages.the_case import find_case, place_of
from app.cases.queries import get_party
from app.cases.queries.handling import must_handle
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.matters.actions.set_contact import set_contact
from app.matters.pages.contact_form import ContactForm


def _note(case: Case, party: Party, form: ContactForm) -> None:
    must_handle(case, signed_in())
    set_contact(
        party,
        case,
        key=party.id,
        needs=form.needs_chosen(),
        safe_contact=form.way_given(),
        actor=signed_in(),
        now=clock.now(),
    )


@blueprint.route("/<row(mediation_case):case_id>/parties/<row(party):party_id>/contact", methods=["GET", "POST"])
@requires(Permission.CASE_CALL)
def contact_page(case_id: int, party_id: int) -> ResponseReturnValue:
    """What must be taken care of when a party is met, and how they are reached safely."""
    case, form = find_case(case_id), ContactForm()
    party = get_party(case, party_id)
    if not is_post():
        must_handle(case, signed_in())
        form.show_contact(party)
    outcome = submit(form, lambda: _note(case, party, form), place_of(case_id))
    back = {"person": party, "number": case.number, "back": place_of(case_id)}
    return answer(outcome, "记好了，以后每一步都会提醒。", lambda: render("matters/contact.html", form=form, **back))
