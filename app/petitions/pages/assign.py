"""The page of the slip (内部分办单): the office that handles a claim, or another one instead of it."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core.date_fields import plan_day
from app.core.errors import NotNow
from app.core.fields import REQUIRED, text_block
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import one_row
from app.core.submit_once import answer, is_post, submit
from app.organisations.queries import handling_offices
from app.petitions.actions.assign import own_village_warning
from app.petitions.actions.reassign import NOBODY_HANDLES, give_to_office, may_reassign, step_of_assigning
from app.petitions.models import Claim
from app.petitions.pages import blueprint
from app.petitions.pages.detail import place_of
from app.petitions.queries import get_claim
from app.processes.pages.answering import submission_of
from app.processes.pages.forms import StepForm


class AssignForm(StepForm):
    """内部分办单."""

    office = one_row("承办单位")
    inner_due_on = plan_day(
        "什么时候回",
        needed=REQUIRED,
        hint="镇里自己定的日子，要留出写意见、签发、送达的工夫。",
    )
    note = text_block("办理要求", 1000)


def _assign_page(claim: Claim, form: AssignForm) -> str:
    """The page with what was typed; an office of the matter's own village carries a warning."""
    warnings = {one.public_id: own_village_warning(claim, one) or "" for one in handling_offices()}
    is_first = step_of_assigning(claim) is not None
    return render("petitions/assign.html", claim=claim, form=form, warnings=warnings, is_first=is_first)


def _hand_over(claim: Claim, form: AssignForm) -> None:
    office, due, note = form.office.key, form.inner_due_on.data, form.note.data
    values: dict[str, object] = {"office": office, "inner_due_on": due, "note": note}
    give_to_office(claim, submission_of(form, values, signed_in()), page_version=form.version)


@blueprint.route("/claims/<row(claim):claim_id>/assign", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def assign_page(claim_id: int) -> ResponseReturnValue:
    """内部分办单: the office that handles the claim, or another one instead of it."""
    form, claim = AssignForm(), get_claim(claim_id, for_=signed_in())
    form.office.offer((one, one.name) for one in handling_offices())
    if not is_post():
        task = step_of_assigning(claim)
        if task is None and not may_reassign(claim):
            raise NotNow(NOBODY_HANDLES)
        form.page_version.data = str(task.row_version) if task else None
    outcome = submit(form, lambda: _hand_over(claim, form), place_of(claim))
    said = "分办好了，承办单位那里看得到了。"
    return answer(outcome, said, lambda: _assign_page(claim, form))
