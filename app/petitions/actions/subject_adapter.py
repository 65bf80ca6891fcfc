"""What the process room must know of a claim: whose step it is, its title, its projections, its advice."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from app.core import pages
from app.core.clock import local
from app.core.permissions import Actor
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.actions.advice import advice_of, beforehand_of
from app.petitions.actions.claim_deadlines import end_all
from app.petitions.actions.letter_steps import waiting_letter
from app.petitions.models import Claim
from app.petitions.models.records import Withdrawal
from app.petitions.queries import claim_by_id, get_claim, newest, newest_period
from app.petitions.terms import LETTER_TITLES, NOTICES, PROCESS, ClaimStatus, Ending, LetterKind
from app.processes.queries import tasks_of
from app.processes.registry import Placement, Words
from workflows.steps import Position, Step

STATUS_OF_STEP = {
    "sort_claim": ClaimStatus.SORTING,
    "decide_claim": ClaimStatus.DECIDING,
    "await_agreement": ClaimStatus.OBJECTING,
    "answer_simply": ClaimStatus.SIMPLE,
    "ask_conversion": ClaimStatus.SIMPLE,
    "await_review": ClaimStatus.REVIEWABLE,
    "await_final": ClaimStatus.REVIEWABLE,
    "ask_review": ClaimStatus.REVIEWABLE,
    "ask_final": ClaimStatus.REVIEWABLE,
    "supply_file": ClaimStatus.IN_REVIEW,
    "record_upper": ClaimStatus.IN_REVIEW,
}
OF_LETTERS = frozenset({"sign_off", "redraft", "seal_letter", "deliver"})
ENDINGS = {
    "joined": Ending.JOINED,
    "returned": Ending.RETURNED,
    "told": Ending.TOLD,
    "replied": Ending.SUGGESTION_ANSWERED,
    "result_told": Ending.RESULT_TOLD,
    "answered_simply": Ending.ANSWERED_SIMPLY,
    "settled": Ending.SETTLED,
    "not_reviewed": Ending.OPINION_FINAL,
    "not_final": Ending.REVIEW_FINAL,
    "three_levels": Ending.THREE_LEVELS,
    "withdrawn_at_start": Ending.WITHDRAWN,
    "withdrawn_undecided": Ending.WITHDRAWN,
    "withdrawn_untold": Ending.WITHDRAWN,
    "withdrawn_objecting": Ending.WITHDRAWN,
    "withdrawn_simple": Ending.WITHDRAWN,
    "withdrawn_in_work": Ending.WITHDRAWN,
}
"""The ends of the diagram ``petition`` (ends of the diagrams it calls are no ends of a claim)."""
WINDOW_OF_STEP = {"ask_review": "D7", "ask_final": "D9"}
"""Steps that open when a window is over: a claim nobody asked about ended on the window's last day."""
DEADLINES_OF_STEP = {
    "sort_claim": ("D2", "D3", "D4"),
    "decide_claim": ("D2", "D3", "D4"),
    "await_agreement": ("D2", "D3"),
    "answer_simply": ("D12b",),
    "ask_conversion": ("D12b",),
    "await_review": ("D7",),
    "await_final": ("D9",),
    "ask_review": ("D7",),
    "ask_final": ("D9",),
    "supply_file": ("D8", "D10"),
    "record_upper": ("D8", "D10"),
}
OTHERWISE = ("D2", "D3", "D5")


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
            deadline_codes=DEADLINES_OF_STEP.get(step.name, OTHERWISE),
        )

    def is_outdated(self, subject_id: int, step: Step) -> bool:
        """No step of a claim loses its point by itself."""
        return False

    def moved(self, subject_id: int, position: Position, now: datetime) -> None:
        """Status follows the flow; where it ended says how the claim ended, and its clocks end with it."""
        claim = claim_by_id(subject_id)
        if position.finished:
            end = next(way.target for way in reversed(position.taken) if way.process == PROCESS)
            ended_on = _ended_on(claim, now)
            claim.ending, claim.closed_on = ENDINGS[end], ended_on
            claim.status = ClaimStatus.CLOSED
            end_all(claim, now=now)
        elif position.steps:
            claim.status = _status(claim, position.steps[0].name)

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
    letter = waiting_letter(claim) if step_name in OF_LETTERS else None
    return f"《{LETTER_TITLES[letter.kind]}》　{claim.title}" if letter else claim.title


def _status(claim: Claim, step_name: str) -> ClaimStatus:
    if step_name in STATUS_OF_STEP:
        return STATUS_OF_STEP[step_name]
    letter = waiting_letter(claim) if step_name in OF_LETTERS else None
    if letter is None or letter.kind is LetterKind.EXTENSION:
        return ClaimStatus.HANDLING
    return ClaimStatus.TELLING if letter.kind in NOTICES else ClaimStatus.ISSUING


DAY_OF_STEP = {
    "deliver": "delivered_on",
    "ask_conversion": "answered_on",
    "record_settlement": "agreed_on",
    "record_upper": "received_on",
}
"""Steps that name the day by which they end a claim; any other ends it on the day it happened."""


def _ended_on(claim: Claim, now: datetime) -> date:
    """The day a claim ended, however much later it was entered; a window nobody used ends it on its last day."""
    withdrawal = newest(Withdrawal, claim.id)
    if withdrawal is not None:
        return local(withdrawal.occurred_at).date()
    answered = [task for task in tasks_of("claim", claim.id) if task.occurred_at is not None]
    last = max(answered, key=lambda task: (task.closed_at, task.id), default=None)
    if last is None or last.occurred_at is None:
        return local(now).date()
    if last.name in WINDOW_OF_STEP:
        window = newest_period(claim.id, WINDOW_OF_STEP[last.name])
        return window.due_on if window else local(last.occurred_at).date()
    named = json.loads(last.answers or "{}").get(DAY_OF_STEP.get(last.name, ""))
    return date.fromisoformat(named) if named else local(last.occurred_at).date()
