"""Letters of claims that began before letters were flows: the claim's own flow asks for their steps."""

from __future__ import annotations

from app.core.errors import NotNow
from app.letters.actions.steps import LETTER_STEPS, LetterStep
from app.letters.registry import letters_named
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.queries import claim_by_id, letters_of
from app.petitions.terms import OLDER_IN_FLOW, LetterKind
from app.processes.actions.standing import has_step
from app.processes.registry import Answer, StepHandler, Words


def waiting_letter(claim: Claim) -> Letter | None:
    """The letter of a claim its own flow waits for: the newest of its kinds that is not served."""
    waiting = [one for one in letters_of(claim.id) if one.kind in OLDER_IN_FLOW and one.served_on is None]
    return waiting[-1] if waiting else None


def goes_on_itself(claim: Claim, kind: LetterKind) -> bool:
    """Whether the version a claim began with goes on with letters of this kind itself."""
    return kind in OLDER_IN_FLOW and has_step(claim.subject_kind, claim.id, "sign_off")


def is_run_by_its_claim(letter: Letter) -> bool:
    """The same of a letter that was drafted."""
    return letter.claim is not None and goes_on_itself(letter.claim, letter.kind)


def _older(step: LetterStep) -> StepHandler:
    """A step of a letter as the flow of its claim asks it.  Raises `NotNow` when none waits."""

    def handler(answer: Answer) -> Words:
        letter = waiting_letter(claim_by_id(answer.subject_id))
        if letter is None:
            raise NotNow("没有等着办的文书。")
        return step(letters_named(Letter.subject_kind), letter, answer)

    return handler


OLDER_LETTER_HANDLERS = {name: _older(step) for name, step in LETTER_STEPS.items()}
