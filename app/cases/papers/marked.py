"""What the check of marks must know of disputes."""

from __future__ import annotations

from collections.abc import Collection

from app.cases.models import Case
from app.cases.queries import cases_numbered, get_case
from app.core import pages
from app.core.permissions import Actor
from app.papers.registry.marked_matters import Matter
from app.papers.rules.mark import PaperOf, log_name

OF_A_HANDLING = frozenset({"acceptance_register", "rights_notice"})
SEVERAL = frozenset({"transfer_letter", "leaving_notice"})


def paper_of(case: Case, name: str, letter_id: int) -> PaperOf:
    """Which paper is printed: of some a case may have several, and of some one of each committee."""
    if name in OF_A_HANDLING:
        return PaperOf("case", case.id, log_name(name, case.handling.id if case.handling else 0))
    return PaperOf("case", case.id, log_name(name, letter_id if name in SEVERAL else 0))


class MarkedCases:
    """The `Matters` of the registry: whoever sees a dispute sees all its papers, at least to read."""

    def look(self, of: PaperOf, actor: Actor) -> Matter:
        """The dispute."""
        case = get_case(of.subject_id, for_=actor)
        return Matter(case.title, case.number, pages.address("cases.detail", case_id=case.id))

    def numbered(self, number: str) -> Collection[PaperOf]:
        """The dispute to which some committee gave this number, voided or not."""
        return [PaperOf("case", case_id, "") for case_id in cases_numbered(number)]
