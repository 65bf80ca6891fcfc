"""Put right what was registered of a dispute."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.cases.actions.correct_facts import LONGEST, SHARED_NAMES, Facts, correct_facts
from app.cases.models import SOURCE_NAMES, Case, Source
from app.cases.pages import blueprint
from app.cases.pages.the_case import find_case, place_of
from app.cases.queries.handling import must_correct
from app.core import clock
from app.core.fields import one_of, text_block, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import one_row
from app.core.submit_once import answer, is_post, submit
from app.core.terms import DISPUTE_TYPE_NAMES, DisputeType
from app.core.transaction import OnceForm
from app.core.uploads import reads_files_first
from app.matters.pages.signed_page import FIELD, SignedPageFields
from app.organisations.queries import villages


class FactsForm(OnceForm, SignedPageFields):
    """What was registered, as it should have been."""

    dispute_type = one_of("纠纷类型", DISPUTE_TYPE_NAMES)
    source = one_of("怎么来的", SOURCE_NAMES)
    referred_by = text_line("哪个单位送来的", LONGEST["referred_by"])
    shared = one_of("双方是什么关系", SHARED_NAMES)
    village_id = one_row("哪个村的事", needed=False)
    facts = text_block("纠纷简要情况", LONGEST["facts"], needed=True)
    claims = text_block("当事人的请求", LONGEST["claims"], needed=True)
    reason = text_line("为什么改", 300, needed=True)

    def told(self) -> Facts:
        """What was written."""
        return Facts(
            dispute_type=DisputeType(self.dispute_type.data),
            source=Source(self.source.data),
            referred_by=(self.referred_by.data or "").strip(),
            shared=self.shared.data,
            facts=(self.facts.data or "").strip(),
            claims=(self.claims.data or "").strip(),
            village_id=self.village_id.key,
        )

    def offer_villages(self, case: Case) -> None:
        """The villages whose disputes the committee registers: its own, or for the town's all."""
        own = case.committee.village_id
        self.village_id.offer((one, one.full_name) for one in villages() if own in (None, one.id))


def _correct(case: Case, form: FactsForm) -> None:
    told, page = form.told(), form.signed_page()
    correct_facts(case, told, reason=form.reason.data or "", actor=signed_in(), now=clock.now(), page=page)


@blueprint.route("/<row(mediation_case):case_id>/correct", methods=["GET", "POST"])
@requires(Permission.CASE_CORRECT)
@reads_files_first(FIELD)
def correct_page(case_id: int) -> ResponseReturnValue:
    """Correct type, source, relation, facts and claims; old and new stay."""
    case = find_case(case_id)
    form = FactsForm(obj=None if is_post() else case)
    form.ask_about(case)
    form.offer_villages(case)
    if not is_post():
        must_correct(case, signed_in())
    outcome = submit(form, lambda: _correct(case, form), place_of(case_id))
    return answer(
        outcome, "更正好了，原来的也留着。", lambda: render("cases/correct.html", case=find_case(case_id), form=form)
    )
