"""What the page that sorts a claim shows: the questions, what the table proposes and why, matters that still run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core import pages
from app.core.permissions import Actor
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.actions.sort import QUESTIONS, propose_route
from app.petitions.models import Claim, Petition
from app.petitions.pages.forms import ACCUSATION, SortForm
from app.petitions.pages.petition_page import place_of
from app.petitions.queries import earlier_petitions
from app.petitions.terms import CLASS_NAMES, ROUTE_NAMES, STATUS_NAMES
from app.processes.actions.answer import answer_task
from app.processes.models import Task

CLASS_WORDS: dict[str, str] = {**{str(one): name for one, name in CLASS_NAMES.items()}, ACCUSATION: "检举控告"}
ROUTE_WORDS: dict[str, str] = {str(one): name for one, name in ROUTE_NAMES.items()}


@dataclass(frozen=True)
class Proposal:
    """What the table says, in words and for comparing; a proposal, never a decision."""

    results: Mapping[str, object]
    why: str

    @property
    def words(self) -> str:
        """Class and route as a person reads them."""
        route = ROUTE_WORDS.get(str(self.results["route"]), "")
        return CLASS_WORDS[str(self.results["matter_class"])] + (f"，{route}" if route else "")


def proposal_for(form: SortForm) -> Proposal | None:
    """What the table proposes for what was answered; None while too little was."""
    answers = form.answers()
    if not any(answers.values()) and len(answers) < len(QUESTIONS):
        return None
    decided = propose_route(answers)
    return Proposal(decided.results, decided.why)


def is_whole(form: SortForm) -> bool:
    """Whether everything was said that the decision needs; what is missing is said at its field."""
    is_readable = form.validate()
    proposal = proposal_for(form)
    return form.decides(proposal.results if proposal else None, proposal.why if proposal else "") and is_readable


def settle(claim: Claim, task: Task, form: SortForm, *, actor: Actor, now: datetime) -> str:
    """Carry out the person's decision; an accusation leaves this room and leads to the list.

    Raises what `seal_claim` and the step refuse.
    """
    if form.is_accusation:
        accused, unit = form.accused.data or "", form.accused_unit.data or ""
        left = (form.story_left.data or "").strip()
        seal_claim(claim, accused=accused, accused_unit=unit, story=left, actor=actor, now=now)
        return pages.address("petitions.index")
    where = place_of(claim)
    answer_task(
        task.id,
        page_version=form.version,
        values=form.values(),
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=actor,
        now=now,
    )
    return where


def sort_page(claim: Claim, form: SortForm, proposal: Proposal | None) -> dict[str, object]:
    """Values of templates/pages/petitions/sort.html."""
    return {
        "claim": claim,
        "form": form,
        "proposal": proposal,
        "questions": [form.question(name) for name in QUESTIONS],
        "earlier": [(one, running_claims(one)) for one in earlier_petitions(claim.petition)],
    }


def running_claims(petition: Petition) -> list[tuple[str, str]]:
    """Number and state of the claims of an earlier petition into which the same matter can be joined."""
    return [(one.number, STATUS_NAMES[one.status]) for one in petition.claims if one.ending is None]
