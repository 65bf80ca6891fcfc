"""An action on a case without a step: stop, withdraw, report, invite, void."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from app.cases.actions.at_any_step import ACTIONS
from app.cases.pages import blueprint
from app.cases.pages.the_case import find_case
from app.cases.queries.asked import asked_people
from app.cases.rules import PROCESS
from app.core.guard import requires, signed_in
from app.core.pages import address
from app.core.permissions import Permission
from app.core.submit_once import is_post
from app.processes.pages.forms import form_for
from app.processes.pages.submissions import submission_page
from app.processes.queries import action_form
from app.processes.registry import Submission


@blueprint.route("/<row(mediation_case):case_id>/deeds/<name>", methods=["GET", "POST"])
@requires(Permission.CASE_SEE)
def action(case_id: int, name: str) -> ResponseReturnValue:
    """An action with its own page: stop, withdraw, report, invite, void."""
    case, chosen = find_case(case_id), ACTIONS.get(name)
    if chosen is None:
        abort(404)
    if not is_post():
        chosen.must_be_open_to(case, signed_in())
    spec = action_form(PROCESS, case, name)
    form = form_for(spec, None, asked_people(case, name))

    def act(submission: Submission) -> str:
        chosen.carry_out(case, submission)
        return address("cases.detail", case_id=case_id)

    return submission_page("cases/action.html", spec, form, act, chosen.done, case=case, name=name, chosen=chosen)
