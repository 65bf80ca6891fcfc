"""See a petitioner's numbers in full, once, for a reason that is kept."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.reasons import reason_to_look
from app.core.submit_once import is_post
from app.core.transaction import OnceForm
from app.petitions.actions.unmask import unmask
from app.petitions.models import Petition, Petitioner
from app.petitions.pages import blueprint
from app.petitions.queries import get_petition


class UnmaskForm(OnceForm):
    """Why a number must be seen in full."""

    reason = reason_to_look("为什么要看全号", "例如：往全国系统里录。谁看了、为什么看，都会记下来。")


def petitioner_of(petition: Petition, petitioner_id: int) -> Petitioner:
    """One of the people of a petition.  Raises `NotFound`."""
    person = next((one for one in petition.petitioners if one.id == petitioner_id), None)
    if person is None:
        raise NotFound("这件信访里没有这个人。")
    return person


@blueprint.route(
    "/<row(petition):petition_id>/petitioners/<row(participant):petitioner_id>/unmask", methods=["GET", "POST"]
)
@requires(Permission.PETITION_UNMASK)
def unmask_page(petition_id: int, petitioner_id: int) -> ResponseReturnValue:
    """See a petitioner's numbers in full, once, for a reason that is kept."""
    petition, form = get_petition(petition_id, for_=signed_in()), UnmaskForm()
    person, shown, status = petitioner_of(petition, petitioner_id), None, 200
    if is_post():
        status = 422
        if form.validate():
            shown = unmask(petition, person, reason=form.reason.data or "", actor=signed_in(), now=clock.now())
            status = 200
    return render("petitions/unmask.html", petition=petition, person=person, form=form, shown=shown), status
