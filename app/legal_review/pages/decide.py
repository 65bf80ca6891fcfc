"""The head's decision when nobody answered in time."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import elsewhere
from app.agreements.queries import the_agreement
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.fields import one_of, text_block
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import open_row
from app.core.submit_once import answer
from app.deadlines.queries.calendar_source import length_of
from app.legal_review.pages import blueprint
from app.legal_review.pages.fields import people
from app.legal_review.pages.stage import stamped, warnings_of
from app.legal_review.queries import advisers_of, open_review
from app.processes.pages.answering import answer_step


class DecideForm(StageForm):
    """The head's decision."""

    outcome = one_of("怎么办", {"substitute": "换一位顾问看", "passed": "不等了，直接定稿", "returned": "退回修改"})
    substitute = open_row("换哪一位")
    reason = text_block("理由", 400, needed=True)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {
            "outcome": self.outcome.data,
            "substitute": self.substitute.key,
            "reason": (self.reason.data or "").strip(),
        }


def _decide_page(case: Case, form: DecideForm) -> str:
    agreement = the_agreement(case.id)
    review = open_review(agreement.id)
    late = review.adviser_person_id if review else None
    form.substitute.offer(people(advisers_of(case, clock.today(), but=late)))
    return render(
        "legal_review/decide.html",
        case=case,
        agreement=agreement,
        review=review,
        form=form,
        warnings=warnings_of(agreement),
        hours=length_of("L1", clock.today()),
    )


@blueprint.get("/cases/<row(mediation_case):case_id>/decide")
@requires(Permission.REVIEW_DECIDE)
def decide_page(case_id: int) -> ResponseReturnValue:
    """Nobody answered in time: another adviser, on without, or back."""
    case, form = find_case(case_id), DecideForm()
    if not stamped(form, case, "decide_review"):
        return elsewhere(case_id)
    return _decide_page(case, form)


@blueprint.post("/cases/<row(mediation_case):case_id>/decide")
@requires(Permission.REVIEW_DECIDE)
def decide(case_id: int) -> ResponseReturnValue:
    """Keep the head's decision."""
    form = DecideForm()
    form.substitute.offer(people(advisers_of(find_case(case_id), clock.today())))
    outcome = answer_step(form, form.step_id, form.values, place_of(case_id))
    return answer(outcome, "决定记好了。", lambda: _decide_page(find_case(case_id), form))
