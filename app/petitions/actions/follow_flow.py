"""A claim and its flow: whose step it is, and what follows when it moves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.letters.terms import STEPS
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.actions.claim_deadlines import end_all
from app.petitions.actions.day_of_ending import ended_on
from app.petitions.actions.leave_letters import leave_pointless
from app.petitions.actions.older_letters import waiting_letter
from app.petitions.models import Claim
from app.petitions.queries import letters_of
from app.petitions.terms import LETTER_TITLES, WITHDRAWAL, ClaimStatus, Ending
from app.processes.actions.raise_event import end_flow
from app.processes.registry import Placement
from app.processes.rules.answered import AskedPerson
from workflows.steps import Position, Step


def place(claim: Claim, step: Step) -> Placement:
    """The desk's; the handling office's or the government's where the role says so."""
    return Placement(
        region=claim.region,
        committee_id=None,
        body_id=None,
        office_id=office_for(claim, step.properties.get("role", "")),
        title=title_at(claim, step.name),
        number=claim.number,
        deadline_codes=step.periods,
    )


def moved(claim: Claim, position: Position, now: datetime) -> None:
    """Status follows the flow; the end it came to says how and on which day, and the clocks end with it.

    A step whose version names no status leaves it as it was; an end that says nothing leaves the ending open.  Letters
    that have no point any more stay as drafts.
    """
    if position.finished:
        if position.end and position.end.ending:
            claim.ending, claim.closed_on = Ending(position.end.ending), ended_on(claim, position.end, now)
        claim.status = ClaimStatus.CLOSED
        end_all(claim, now=now)
        end_flow(claim, WITHDRAWAL, now=now)
    elif position.status:
        claim.status = ClaimStatus(position.status)
    leave_pointless(letters_of(claim.id), now=now)


def people(claim: Claim) -> Sequence[AskedPerson]:
    """Every petitioner, as a step asks about them."""
    return [AskedPerson(one.id, one.public_id, one.name) for one in claim.petition.petitioners]


def office_for(claim: Claim, role: str) -> int:
    """Where a step of this role is done.  Raises `NotFound` when the town has no such office yet."""
    if role == "leader":
        return office_of_kind(OfficeKind.GOVERNMENT).id
    if role == "handler" and claim.handling_office_id is not None:
        return claim.handling_office_id
    return office_of_kind(OfficeKind.DESK).id


def title_at(claim: Claim, step_name: str) -> str:
    """What the row of a step says whose it is; of an older version's step of a letter, that letter too."""
    letter = waiting_letter(claim) if step_name in STEPS else None
    return f"《{LETTER_TITLES[letter.kind]}》　{claim.title}" if letter else claim.title
