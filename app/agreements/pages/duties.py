"""How the promises of an agreement stand."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue
from wtforms import FileField, Form, FormField, HiddenField

from app.agreements.models import Duty
from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import step_page
from app.agreements.queries import duties_of, the_agreement
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.date_fields import deed_day
from app.core.fields import one_of, text_block, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.public_ids import keys_of
from app.core.rows import Rows
from app.core.submit_once import answer, submit
from app.core.uploads import reads_files_first, sent
from app.matters.pages.attach_upload import attach_upload
from app.processes.pages.answering import complete

MOST_DUTIES = 200
"""Rows the page makes itself, one for each promise; far more than there can be."""


class DutyForm(Form):
    """One promise."""

    duty_id = HiddenField()
    state = one_of("做了没有", {"open": "还没到时候", "done": "做了", "not_done": "没做"}, "open")
    on = deed_day("哪天做的（没做的，哪天看的）")
    note = text_line("说明", 300)


class DutiesForm(StageForm):
    """How the promises stand."""

    duties = Rows(FormField(DutyForm, label="义务"), "该做的事", most=MOST_DUTIES, unit="件")
    outcome = one_of("都做完了吗", {"performed": "都做完了", "not_performed": "还有没做的，先记下情况"})
    note = text_block("情况", 2000, "哪一件没做、谁说的、约到哪天。")
    proof = FileField("收条、转账单、照片")

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        rows = [entry.form for entry in self.duties]
        keys = keys_of(Duty, [row.duty_id.data or "" for row in rows])
        duties = [
            {
                "id": keys.get(row.duty_id.data or ""),
                "state": row.state.data,
                "on": row.on.data if row.state.data != "open" else None,
                "note": row.note.data or "",
            }
            for row in rows
        ]
        return {"duties": duties, "outcome": self.outcome.data, "note": (self.note.data or "").strip()}


def _rows(duties: Sequence[Duty]) -> list[dict[str, object]]:
    """What the rows of `duties` show on a fresh page."""
    return [
        {
            "duty_id": duty.public_id,
            "state": "done" if duty.done_on else ("not_done" if duty.not_done_on else "open"),
            "on": duty.done_on or duty.not_done_on,
            "note": duty.note,
        }
        for duty in duties
    ]


def _fresh_form(case: Case) -> DutiesForm:
    """Every promise as it stands."""
    return DutiesForm(data={"duties": _rows(duties_of(the_agreement(case.id).id))})


def _duties_page(case: Case, form: DutiesForm) -> str:
    return render("agreements/duties.html", form=form, **vars(shown.duties_shown(case, clock.today())))


@blueprint.get("/<row(mediation_case):case_id>/duties")
@requires(Permission.CASE_ADVANCE)
def duties_page(case_id: int) -> ResponseReturnValue:
    """Every promise: done or not."""
    return step_page(case_id, "fulfil", _fresh_form, _duties_page)


@blueprint.post("/<row(mediation_case):case_id>/duties")
@requires(Permission.CASE_ADVANCE)
@reads_files_first("proof")
def duties(case_id: int) -> ResponseReturnValue:
    """Keep how the promises stand."""
    case, form = find_case(case_id), DutiesForm()

    def keep() -> None:
        complete(form, form.step_id, form.values())
        for upload in sent("proof")[:1]:
            attach_upload(case, upload, form, kind="evidence", actor=signed_in(), now=clock.now())

    outcome = submit(form, keep, place_of(case_id))
    return answer(outcome, "履行情况记好了。", lambda: _duties_page(find_case(case_id), form))
