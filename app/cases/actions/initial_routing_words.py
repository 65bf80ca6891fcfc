"""The routing words a case's flow begins with, and those the triage table reads."""

from __future__ import annotations

from app.cases.models import Case
from app.cases.queries.village_bodies import village_bodies
from workflows.steps import Word


def triage_words(case: Case) -> dict[str, Word]:
    """What the decision table `triage` asks about a dispute."""
    return {
        "dispute_type": case.dispute_type.value,
        "grave": case.is_grave,
        "ownership": case.is_ownership,
        "cadre_party": case.has_cadre_party or bool(village_bodies(case)),
        "shared": case.shared,
    }


def initial_routing_words(case: Case) -> dict[str, Word]:
    """Every routing word of the mediation process, initialised."""
    return {
        "target": case.level.value,
        "suggested": case.level.value,
        "outcome": "",
        "by_letter": False,
        "ended_as": "",
        "form": "written",
        "partial": False,
        "answer_due_at": None,
        "review_due_at": None,
        **triage_words(case),
    }


def come_by(entry: str) -> dict[str, Word]:
    """How a level is come to: only versions ask in which one diagram of a level had several ways in."""
    return {"entry": entry}
