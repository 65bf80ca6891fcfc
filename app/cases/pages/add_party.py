"""Somebody joins a dispute that is under way."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.cases.actions.add_party import Asked, add_party
from app.cases.models import Case
from app.cases.pages import blueprint
from app.cases.pages.register_form import PartyForm
from app.cases.pages.the_case import find_case, place_of
from app.cases.queries.handling import must_correct
from app.cases.terms import CONSENT_NAMES, ConsentState
from app.core import clock
from app.core.fields import none_or_one_of, one_of, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, is_post, submit
from app.matters.terms import PartyKind
from app.processes.pages.forms import StepForm

METHODS = {"": "还没问", "in_person": "当面", "phone": "电话", "written": "书面"}
RIGHTS = {"": "还没有告知", "written": "书面送达", "oral": "口头告知"}


class AddPartyForm(StepForm, PartyForm):
    """The new party, what they answered, and why they come in."""

    consent = one_of("愿不愿意调解", CONSENT_NAMES, ConsentState.PENDING, "要问本人；没问到的选“还没答复”。")
    method = none_or_one_of("怎么问的", METHODS, "")
    rights_told = none_or_one_of("权利义务告知了没有", RIGHTS, "")
    reason = text_line("为什么加进来", 300, "例如：房子是几个人共有的。", needed=True)

    def asked(self) -> Asked:
        """What the new party answered."""
        return Asked(
            ConsentState(self.consent.data),
            self.method.data or "",
            self.rights_told.data or "",
            (self.spoken_by.data or "").strip(),
        )


def _add(case: Case, form: AddPartyForm) -> None:
    add_party(
        case,
        form.intake(),
        form.asked(),
        occurred_at=form.happened_at,
        reason=form.reason.data or "",
        actor=signed_in(),
        now=clock.now(),
    )


@blueprint.route("/<row(mediation_case):case_id>/parties/add", methods=["GET", "POST"])
@requires(Permission.CASE_CORRECT)
def add_party_page(case_id: int) -> ResponseReturnValue:
    """Write down another party of a dispute that is under way."""
    case, form = find_case(case_id), AddPartyForm()
    if not is_post():
        must_correct(case, signed_in())
        form.kind.data = PartyKind.NATURAL.value
    outcome = submit(form, lambda: _add(case, form), place_of(case_id))
    page = {"case": case, "form": form}
    return answer(outcome, "加好了，后面的步骤会一起问到。", lambda: render("cases/add_party.html", **page))
