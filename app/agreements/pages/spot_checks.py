"""抽查: agreements nobody else saw, and the calls by which the 司法所 asks both sides."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, Field

from app.agreements.actions.spot_check import make_calls
from app.agreements.models.spot_checks import ANSWER_NAMES, REASON_NAMES, SpotCheck
from app.agreements.pages import blueprint
from app.agreements.queries.promises import promises_of
from app.agreements.queries.spot_checks import asked_in, count_open, get_check, open_checks
from app.cases.models import Party
from app.core import clock
from app.core.fields import none_or_one_of, text_block
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit
from app.processes.pages.forms import StepForm
from app.processes.registry import Submission

SHOWN = 100


class CallsForm(StepForm):
    """What everybody said; a field for each of them, called by the public id."""

    note = text_block("他们怎么说的", 300, "说法不一样的，一定写明。")
    is_last = BooleanField("联系不上的不再打了，就此办结")

    def answer_of(self, party: Party) -> Field:
        """What one of them said."""
        field: Field = self[f"answer_{party.public_id}"]
        return field


def _form_for(check: SpotCheck) -> CallsForm:
    fields = {f"answer_{one.public_id}": none_or_one_of(one.name, ANSWER_NAMES) for one in asked_in(check)}
    form: CallsForm = type("CallsFormOfCheck", (CallsForm,), fields)()
    return form


def _keep(check: SpotCheck, form: CallsForm) -> None:
    answers = {party.id: form.answer_of(party).data or "" for party in asked_in(check)}
    values = {"note": (form.note.data or "").strip(), "is_last": bool(form.is_last.data)}
    spoken_by = form.spoken_by.data or ""
    make_calls(check, answers, Submission(values, form.happened_at, spoken_by, signed_in(), clock.now()))


@blueprint.get("/spot-checks")
@requires(Permission.CASE_SPOT_CHECK)
def spot_checks() -> ResponseReturnValue:
    """Those that are not asked about yet, the oldest first."""
    page = {"rows": open_checks(limit=SHOWN), "total": count_open(), "reason_names": REASON_NAMES}
    return render("agreements/spot_checks.html", **page)


@blueprint.route("/spot-checks/<row(spot_check):spot_check_id>", methods=["GET", "POST"])
@requires(Permission.CASE_SPOT_CHECK)
def spot_check(spot_check_id: int) -> ResponseReturnValue:
    """Whom to call, what was promised, and what they said."""
    check = get_check(spot_check_id)
    form = _form_for(check)
    outcome = submit(form, lambda: _keep(check, form), url_for("agreements.spot_checks"))
    page = {
        "check": check,
        "case": check.agreement.case,
        "form": form,
        "people": asked_in(check),
        "promises": promises_of(check.agreement, clock.today()),
        "reason": REASON_NAMES[check.reason],
        "answer_names": ANSWER_NAMES,
    }
    return answer(outcome, "记好了。", lambda: render("agreements/spot_check.html", **page))
