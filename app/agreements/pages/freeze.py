"""The text once more before it is fixed, or taken back to drafting."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import answer_page, step_page
from app.cases.models import Case
from app.cases.pages.the_case import find_case
from app.core import clock
from app.core.fields import one_of, text_block
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission


class FreezeForm(StageForm):
    """Fix the text, or change it again."""

    outcome = one_of("定稿吗", {"frozen": "定稿，打印出来签字", "back": "还要改"})
    reason = text_block("要改哪里", 1000)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {"outcome": self.outcome.data, "reason": (self.reason.data or "").strip()}


def _freeze_page(case: Case, form: FreezeForm) -> str:
    return render("agreements/freeze.html", form=form, **vars(shown.freeze_shown(case, clock.today())))


@blueprint.get("/<row(mediation_case):case_id>/freeze")
@requires(Permission.AGREEMENT_FREEZE)
def freeze_page(case_id: int) -> ResponseReturnValue:
    """The whole text once more, who will sign, and what follows."""
    return step_page(case_id, "freeze", lambda _: FreezeForm(), _freeze_page)


@blueprint.post("/<row(mediation_case):case_id>/freeze")
@requires(Permission.AGREEMENT_FREEZE)
def freeze(case_id: int) -> ResponseReturnValue:
    """Fix the text, or take it back to drafting."""
    find_case(case_id)
    form = FreezeForm()
    said = "定稿了。现在打印出来，请各方签字。" if form.outcome.data == "frozen" else "回到起草了。"
    return answer_page(case_id, form, form.values, said, _freeze_page)
