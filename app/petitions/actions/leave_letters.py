"""Letters of a claim or a supervision that have lost their point: they stay as drafts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.letters.actions.leave import leave_letter
from app.petitions.models.records import Letter
from app.petitions.terms import LETTER_OF_DECISION, NOTICES, REPORTS, ClaimStatus, Ending, LetterKind

WITHOUT_ISSUE = frozenset({Ending.WITHDRAWN, Ending.VOIDED, Ending.JOINED})
"""Endings after which nothing that was only drafted goes out, but reports to a higher body."""


def is_pointless(letter: Letter) -> bool:
    """Whether nobody is to go on with it.  What was sealed bears a number: its service is entered, however late.

    No point have a second answer to a supervision, the notice of a hearing of a claim that is over, an objection the
    higher body answered or that was given up, a notice of what is decided otherwise by now, and what was drafted when
    the petitioner withdrew, or before it was joined to another claim.
    """
    if letter.sealed_on is not None:
        return False
    claim = letter.claim
    if claim is None:
        return letter.supervision is not None and letter.supervision.answered_on is not None
    if letter.kind is LetterKind.HEARING_NOTICE and claim.ending is not None:
        return True
    decided = LETTER_OF_DECISION.get(claim.decision) if claim.decision else None
    if letter.kind in NOTICES and decided is not None and letter.kind is not decided:
        return True
    if letter.kind is LetterKind.OBJECTION and claim.status is not ClaimStatus.OBJECTING:
        return True
    return claim.ending in WITHOUT_ISSUE and letter.kind not in REPORTS


def leave_pointless(letters: Iterable[Letter], *, now: datetime) -> None:
    """Leave those that are not served and have no point any more."""
    for letter in letters:
        if letter.served_on is None and letter.left_at is None and is_pointless(letter):
            leave_letter(letter, now=now)
