"""An action on a case without a step: stop, withdraw, report, invite, correct, void."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.cases.actions.at_any_step import ACTIONS, Action, deed_forms
from app.cases.models import Case
from app.cases.pages import blueprint
from app.cases.pages.the_case import find_case, party_names, to_case
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.transaction import already_done, attempt, done
from app.processes.pages.forms import StepForm, form_for, values_of
from app.processes.pages.step import hints_of
from app.processes.registry import Submission
from workflows.diagrams.forms import FormSpec


def _carry_out(case: Case, chosen: Action, spec: FormSpec, form: StepForm, page: str) -> int:
    """Do it, and lead a second tap to `page`; 200, or the status with which the form is shown again."""
    values = values_of(spec, form)
    if values is None:
        return 422
    with attempt(form) as tried:
        chosen.carry_out(
            case, Submission(values, form.happened_at, form.spoken_by.data or "", signed_in(), clock.now())
        )
        done(form, page)
    return tried.status


@blueprint.route("/<int:case_id>/deeds/<name>", methods=["GET", "POST"])
@requires(Permission.CASE_SEE)
def deed(case_id: int, name: str) -> ResponseReturnValue:
    """An action with its own page: stop, withdraw, report, invite, correct, void."""
    case, chosen, status = find_case(case_id), ACTIONS.get(name), 200
    if chosen is None:
        abort(404)
    spec = deed_forms.get(name)
    form = form_for(spec, None, party_names(case))
    if request.method != "POST":
        chosen.must_be_open_to(case, signed_in())
    elif already_done(form):
        return to_case(case_id)
    else:
        page = url_for("cases.detail", case_id=case_id)
        status = _carry_out(case, chosen, spec, form, page)
        if status == 200:
            flash(chosen.done)
            return redirect(page)
    return render(
        "cases/deed.html", case=find_case(case_id), name=name, deed=chosen, spec=spec, form=form, hints=hints_of(spec)
    ), status
