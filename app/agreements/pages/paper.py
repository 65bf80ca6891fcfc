"""The agreement as a paper."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.agreements.pages import blueprint
from app.agreements.papers.fixed_paper import paper_to_print
from app.agreements.papers.print_agreement import paper_of
from app.agreements.queries import the_agreement
from app.cases.pages.the_case import find_case
from app.cases.papers.reading import case_paper_for
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.permissions import Permission
from app.papers.pages.hand_out import hand_out_marked


@blueprint.get("/<row(mediation_case):case_id>/paper.pdf")
@requires(Permission.CASE_PRINT)
def paper(case_id: int) -> ResponseReturnValue:
    """The agreement as PDF: a draft until its text is fixed, then what was frozen; for others a copy to read."""
    case, agreement = find_case(case_id), the_agreement(case_id)
    filled = case_paper_for(signed_in(), paper_to_print(agreement), case, now=clock.now())
    return hand_out_marked(filled, paper_of(agreement), f"agreement-{case.public_id}.pdf")
