"""The seal on an agreement, and its day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask.typing import ResponseReturnValue

from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import answer_page, step_page
from app.cases.models import Case
from app.cases.pages.the_case import find_case
from app.core import clock
from app.core.clock import end_of_day
from app.core.date_fields import deed_day
from app.core.fields import person_name, text_block
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission


class SealForm(StageForm):
    """The seal and its day: that is when it happened, and asked once."""

    sealed_on = deed_day("哪天盖的章", needed="请填哪天盖的章。")
    kept_by = person_name("谁管的章", "章先盖、人后签的才要写。")
    note = text_block("要说明的", 500)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        del self.occurred_at

    @property
    def happened_at(self) -> datetime:
        """The day of the seal, no later than now."""
        day = self.sealed_on.data
        return min(end_of_day(day), clock.now()) if day else clock.now()

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        note, kept_by = (self.note.data or "").strip(), (self.kept_by.data or "").strip()
        return {"sealed_on": self.sealed_on.data, "kept_by": kept_by, "note": note}


def _fresh_form(case: Case) -> SealForm:
    """Sealed today."""
    return SealForm(data={"sealed_on": clock.today()})


def _seal_page(case: Case, form: SealForm) -> str:
    return render("agreements/seal.html", form=form, **vars(shown.seal_shown(case)))


@blueprint.get("/<row(mediation_case):case_id>/seal")
@requires(Permission.AGREEMENT_SEAL)
def seal_page(case_id: int) -> ResponseReturnValue:
    """Every signature with its day, and the day of the seal."""
    return step_page(case_id, "seal", _fresh_form, _seal_page)


@blueprint.post("/<row(mediation_case):case_id>/seal")
@requires(Permission.AGREEMENT_SEAL)
def seal(case_id: int) -> ResponseReturnValue:
    """The seal is on it."""
    find_case(case_id)
    form = SealForm()
    return answer_page(case_id, form, form.values, "盖章记好了，协议生效了。", _seal_page)
