"""A letter of the desk is drafted: about a claim, or about a supervision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.core.permissions import Actor
from app.letters.actions import draft
from app.petitions.actions.older_letters import goes_on_itself
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.models import Claim
from app.petitions.models.records import Letter, Supervision
from app.petitions.terms import LetterKind


def draft_letter(
    kind: LetterKind, content: Mapping[str, str], *, about: Claim | Supervision, actor: Actor, now: datetime
) -> Letter:
    """A new letter waits for sign-off.  Raises `Invalid` when it lacks what the law wants it to say."""
    claim = about if isinstance(about, Claim) else None
    supervision = about if isinstance(about, Supervision) else None
    letter = Letter(claim=claim, supervision=supervision, kind=kind)
    is_older = claim is not None and goes_on_itself(claim, kind)
    begin = draft.keep_draft if is_older else draft.draft_letter
    begin(LETTERS, letter, content, actor=actor, now=now)
    return letter
