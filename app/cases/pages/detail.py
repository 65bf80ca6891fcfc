"""The case page, with the papers it offers."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.cases.models.letters import CaseLetter
from app.cases.models.records import Move
from app.cases.pages import blueprint
from app.cases.pages.case_page import case_page
from app.cases.pages.the_case import find_case
from app.cases.papers.fixed_papers import paper_for
from app.cases.papers.marked import paper_of
from app.cases.queries.handling import must_be
from app.cases.rules.standing import printing_fault
from app.core import clock
from app.core.access_log import PHONES, looked
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.public_ids import key_of
from app.papers.pages.hand_out import hand_out_marked


@blueprint.get("/<row(mediation_case):case_id>")
@requires(Permission.CASE_SEE)
def detail(case_id: int) -> ResponseReturnValue:
    """The case page: where it stands, what I must do, days, people, ladder; what was agreed, what happened, papers."""
    case = find_case(case_id)
    page = case_page(case, signed_in())
    looked("case", case.id)
    if page.shows_phones:
        looked("case", case.id, PHONES)
    return render("cases/detail.html", **vars(page))


@blueprint.get("/<row(mediation_case):case_id>/papers/<name>.pdf")
@requires(Permission.CASE_PRINT)
def paper(case_id: int, name: str) -> ResponseReturnValue:
    """A paper of the case as PDF: the original for who handles it, for others a copy to read."""
    letter_id = key_of(Move, request.args.get("move")) or key_of(CaseLetter, request.args.get("letter"))
    case = find_case(case_id)
    must_be(printing_fault(case.status))
    filled = paper_for(signed_in(), case, name, letter_id=letter_id, now=clock.now())
    return hand_out_marked(filled, paper_of(case, name, letter_id), f"{name}-{case.public_id}.pdf")
