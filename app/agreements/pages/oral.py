"""An agreement by word of mouth, registered."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import StageForm, TextFields, known, text_values
from app.agreements.pages.step_page import answer_page, step_page
from app.cases.models import Case
from app.cases.pages.the_case import find_case
from app.core import clock
from app.core.date_fields import deed_day
from app.core.fields import one_of
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission


class OralForm(TextFields, StageForm):
    """An agreement by word of mouth."""

    agreed_on = deed_day("哪天谈成的", needed="请填哪天谈成的。", hint="从这一天起生效（《人民调解法》第三十条）。")
    performed = one_of("是不是当场就办完了", {"no": "没有", "yes": "当场办完了"}, "no")

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {**text_values(self.text()), "agreed_on": self.agreed_on.data, "performed": self.performed.data}


def _fresh_form(case: Case) -> OralForm:
    """Agreed today."""
    return OralForm(data={**known(case, signed_in().display_name), "agreed_on": clock.today()})


def _oral_page(case: Case, form: OralForm) -> str:
    form.offer(case)
    warnings = shown.warnings_about(case, form.text(), clock.today())
    return render("agreements/oral.html", case=case, form=form, warnings=warnings)


@blueprint.get("/<row(mediation_case):case_id>/oral")
@requires(Permission.AGREEMENT_DRAFT)
def oral_page(case_id: int) -> ResponseReturnValue:
    """What was agreed by word of mouth."""
    return step_page(case_id, "register_oral", _fresh_form, _oral_page)


@blueprint.post("/<row(mediation_case):case_id>/oral")
@requires(Permission.AGREEMENT_DRAFT)
def oral(case_id: int) -> ResponseReturnValue:
    """Register it: in force since it was reached."""
    case, form = find_case(case_id), OralForm()
    form.offer(case)
    return answer_page(case_id, form, form.values, "口头协议登记好了，从谈成那天起生效。", _oral_page)
