"""Somebody signs a petition that is under way."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.fields import text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit
from app.core.transaction import OnceForm
from app.petitions.actions.add_petitioner import add_petitioner
from app.petitions.actions.correct_petition import must_correct
from app.petitions.models import Petition
from app.petitions.pages import blueprint
from app.petitions.pages.register_form import PetitionerForm
from app.petitions.queries import get_petition


class AddPetitionerForm(OnceForm, PetitionerForm):
    """Who else petitions, and why they come in now."""

    reason = text_line("为什么加进来", 300, "例如：名字写在信的第二页。", needed=True)


def _add(petition: Petition, form: AddPetitionerForm) -> None:
    add_petitioner(petition, form.intake(), reason=form.reason.data or "", actor=signed_in(), now=clock.now())


@blueprint.route("/<row(petition):petition_id>/petitioners/add", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def add_petitioner_page(petition_id: int) -> ResponseReturnValue:
    """Write down another one who petitions."""
    petition, form = get_petition(petition_id, for_=signed_in()), AddPetitionerForm()
    must_correct(petition, signed_in())
    place = pages.address("petitions.detail", petition_id=petition_id)
    outcome = submit(form, lambda: _add(petition, form), place)
    page = {"petition": petition, "form": form, "back": place}
    return answer(outcome, "加好了。", lambda: render("petitions/add_petitioner.html", **page))
