"""What the process room must know of a claim: whose step it is, its title, its projections, its advice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.core import pages
from app.core.permissions import Actor
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.actions.advice import advice_of, beforehand_of
from app.petitions.actions.claim_deadlines import end_all
from app.petitions.actions.day_of_ending import ended_on
from app.petitions.actions.letter_steps import LETTER_HANDLERS, waiting_letter
from app.petitions.models import Claim
from app.petitions.queries import claim_by_id, get_claim
from app.petitions.terms import LETTER_TITLES, ClaimStatus, Ending
from app.processes.registry import Placement, Words
from workflows.steps import Position, Step


class ClaimAdapter:
    """See `app.processes.registry.SubjectAdapter`."""

    def place(self, subject_id: int, step: Step, words: Words) -> Placement:
        """The desk's; the handling office's or the government's where the role says so."""
        claim = claim_by_id(subject_id)
        return Placement(
            region=claim.region,
            committee_id=None,
            body_id=None,
            office_id=office_for(claim, step.properties.get("role", "")),
            title=_title(claim, step.name),
            number=claim.number,
            deadline_codes=step.periods,
        )

    def is_outdated(self, subject_id: int, step: Step) -> bool:
        """No step of a claim loses its point by itself."""
        return False

    def moved(self, subject_id: int, position: Position, now: datetime) -> None:
        """Status follows the flow; the end it came to says how and on which day, and the clocks end with it.

        A step whose version names no status leaves it as it was; an end that says nothing leaves the ending open.
        """
        claim = claim_by_id(subject_id)
        if position.finished:
            if position.end and position.end.ending:
                claim.ending, claim.closed_on = Ending(position.end.ending), ended_on(claim, position.end, now)
            claim.status = ClaimStatus.CLOSED
            end_all(claim, now=now)
        elif position.status:
            claim.status = ClaimStatus(position.status)

    def look(self, subject_id: int, actor: Actor) -> str:
        """The claim's title for somebody who may see it."""
        return get_claim(subject_id, for_=actor).title

    def link(self, subject_id: int) -> str:
        """The claim's place on its petition's page."""
        claim = claim_by_id(subject_id)
        return pages.address("petitions.detail", petition_id=claim.petition_id, _anchor=f"claim-{claim.position}")

    def parties(self, subject_id: int) -> Sequence[tuple[int, str]]:
        """Every petitioner by id and name."""
        return [(one.id, one.name) for one in claim_by_id(subject_id).petition.petitioners]

    def advice(self, subject_id: int, step_name: str) -> Sequence[str]:
        """Suggestions and warnings above a step's form."""
        return advice_of(claim_by_id(subject_id), step_name)

    def beforehand(self, subject_id: int, step_name: str) -> Mapping[str, object]:
        """What is known already, to be changed where it is wrong."""
        return beforehand_of(claim_by_id(subject_id), step_name)


def office_for(claim: Claim, role: str) -> int:
    """Where a step of this role is done.  Raises `NotFound` when the town has no such office yet."""
    if role == "leader":
        return office_of_kind(OfficeKind.GOVERNMENT).id
    if role == "handler" and claim.handling_office_id is not None:
        return claim.handling_office_id
    return office_of_kind(OfficeKind.DESK).id


def _title(claim: Claim, step_name: str) -> str:
    letter = waiting_letter(claim) if step_name in LETTER_HANDLERS else None
    return f"《{LETTER_TITLES[letter.kind]}》　{claim.title}" if letter else claim.title
