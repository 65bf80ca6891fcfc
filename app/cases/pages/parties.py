"""One party of a case: its particulars corrected, its numbers seen in full."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.cases.actions.correct_party import correct_party
from app.cases.actions.unmask import unmask
from app.cases.models import Case, Party
from app.cases.pages import blueprint
from app.cases.pages.forms import AgentFields, SideFields
from app.cases.pages.the_case import find_case, place_of
from app.cases.queries import get_party
from app.cases.queries.handling import must_correct, must_unmask
from app.core import clock
from app.core.fields import REQUIRED, document_choice, party_name, text_line
from app.core.guard import requires, signed_in
from app.core.identity_documents import DocumentKind
from app.core.pages import render
from app.core.permissions import Permission
from app.core.reasons import reason_to_look
from app.core.submit_once import answer, is_post, submit
from app.core.transaction import OnceForm
from app.core.uploads import reads_files_first
from app.matters.pages.signed_page import FIELD, SignedPageFields


class PartyCorrectionForm(OnceForm, SideFields, AgentFields, SignedPageFields):
    """Particulars of a party that were typed wrong or were missing."""

    name = party_name("姓名或单位名称", needed=REQUIRED)
    document = document_choice()
    id_number = text_line("新的证件号", 30, "不改就空着。")
    phone = text_line("新的电话", 30, "不改就空着。")
    ethnicity = text_line("民族", 20)
    occupation = text_line("职业", 40)
    address = text_line("住址或地址", 150)
    reason = text_line("为什么改", 300, needed=True)

    def begin(self, party: Party) -> None:
        """Show where the party stands; numbers are shown to nobody and begin empty."""
        self.show_side(party.side)
        self.document.data = party.document_kind.value
        self.id_number.data = self.phone.data = ""

    def particulars(self) -> dict[str, str]:
        """What was written, by field."""
        names = ("name", "ethnicity", "occupation", "address", "id_number", "phone")
        return {name: str(self[name].data or "").strip() for name in names}


class UnmaskForm(OnceForm):
    """Why a number must be seen in full."""

    reason = reason_to_look("为什么要看全号", "例如：填写司法确认申请书。谁看了、为什么看，都会记下来。")


def _correct(case: Case, party: Party, form: PartyCorrectionForm) -> None:
    correct_party(
        case,
        party,
        form.particulars(),
        side=form.side_chosen(),
        document=DocumentKind(form.document.data),
        agent=form.agent(),
        reason=form.reason.data or "",
        actor=signed_in(),
        now=clock.now(),
        page=form.signed_page(),
    )


@blueprint.route("/<row(mediation_case):case_id>/parties/<row(participant):party_id>/correct", methods=["GET", "POST"])
@requires(Permission.CASE_CORRECT)
@reads_files_first(FIELD)
def correct_party_page(case_id: int, party_id: int) -> ResponseReturnValue:
    """Correct a party's particulars, or add the ID number that was missing."""
    case = find_case(case_id)
    party = get_party(case, party_id)
    form = PartyCorrectionForm(obj=None if is_post() else party, data=None)
    form.ask_about(case)
    if not is_post():
        must_correct(case, signed_in())
        form.begin(party)

    def page() -> str:
        found = find_case(case_id)
        return render("cases/correct_party.html", case=found, party=get_party(found, party_id), form=form)

    outcome = submit(form, lambda: _correct(case, party, form), place_of(case_id))
    return answer(outcome, "更正好了，原来的也留着。", page)


@blueprint.route("/<row(mediation_case):case_id>/parties/<row(participant):party_id>/unmask", methods=["GET", "POST"])
@requires(Permission.CASE_UNMASK)
def unmask_page(case_id: int, party_id: int) -> ResponseReturnValue:
    """See a party's numbers in full, once, for a reason that is kept."""
    case, form = find_case(case_id), UnmaskForm()
    party, shown, status = get_party(case, party_id), None, 200
    must_unmask(case, signed_in())
    if is_post():
        status = 422
        if form.validate():
            shown = unmask(case, party, reason=form.reason.data or "", actor=signed_in(), now=clock.now())
            status = 200
    return render("cases/unmask.html", case=case, party=party, form=form, shown=shown), status
