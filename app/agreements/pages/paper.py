"""The agreement as a paper."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.agreements.actions.seal_agreement import TOUCHED
from app.agreements.pages import blueprint
from app.agreements.papers.frozen_text import is_untouched
from app.agreements.papers.print_agreement import agreement_paper
from app.agreements.queries import FIXED, the_agreement
from app.cases.pages.the_case import find_case
from app.cases.papers.reading import case_paper_for
from app.core import clock
from app.core.errors import NotNow
from app.core.guard import requires, signed_in
from app.core.hand_out import hand_out
from app.core.permissions import Permission


@blueprint.get("/<int:case_id>/paper.pdf")
@requires(Permission.CASE_PRINT)
def paper(case_id: int) -> ResponseReturnValue:
    """The agreement as PDF: a draft until its text is fixed, for who does not handle the case a copy to read."""
    case, agreement = find_case(case_id), the_agreement(case_id)
    if agreement.state in FIXED and not is_untouched(agreement):
        raise NotNow(TOUCHED)
    filled = case_paper_for(signed_in(), agreement_paper(agreement), case, now=clock.now())
    return hand_out(filled, "case", case_id, f"agreement-{case_id}.pdf")
