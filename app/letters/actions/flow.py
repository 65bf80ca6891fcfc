"""The flow of a trade's letters: whose step it is, what it is about, what is locked first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.letters.models import LetterRow
from app.letters.registry import L, Letters
from app.letters.terms import COPIES, PROCESS
from app.matters.registry.kinds import Flow, kinds
from app.processes.registry import Key, Placement
from workflows.steps import Position, Step

SIGNER = "signer"


def flow_of(letters: Letters[L]) -> Flow[L]:
    """What the kind of a trade's letters declares of its flow."""

    def about(letter: L) -> Key:
        matter = letters.about(letter)
        return matter.subject_kind, matter.id

    def holds(letter: L) -> None:
        kind, matter_id = about(letter)
        kinds()[kind].rows.hold(matter_id)

    def place(letter: L, step: Step) -> Placement:
        is_signers = step.properties.get("role") == SIGNER
        holder = letters.signed_by(letter) if is_signers else letters.issued_by(letter)
        return Placement(
            region=letters.region(letter),
            committee_id=holder.committee_id,
            body_id=holder.body_id,
            office_id=holder.office_id,
            title=title_of_steps(letters, letter),
            number=letters.called(letter),
            deadline_codes=letters.rules(letter).periods,
        )

    def is_outdated(letter: L, step: Step) -> bool:
        return step.name == "deliver" and letters.is_answered(letter)

    return Flow(
        process=PROCESS,
        place=place,
        moved=_nothing_more,
        about=about,
        holds=holds,
        beforehand=beforehand_of,
        is_outdated=is_outdated,
    )


def title_of_steps(letters: Letters[L], letter: L) -> str:
    """What its rows in lists say: the letter, and what it is about."""
    return f"《{letters.title(letter)}》　{letters.named(letter)}"


def _nothing_more(_letter: LetterRow, _position: Position, _now: datetime) -> None:
    """What a letter keeps is written by its steps."""


def beforehand_of(letter: LetterRow, step_name: str) -> Mapping[str, object]:
    """What the empty form of a step begins with."""
    if step_name == "redraft":
        return dict(letter.content)
    return {"copies": COPIES} if step_name == "seal_letter" else {}
