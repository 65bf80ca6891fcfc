"""Letters issued beside the diagram (objection, hearing notice, reports), and their service."""

from __future__ import annotations

from datetime import datetime

from app.core.errors import NotNow
from app.core.permissions import Actor
from app.petitions.claim_deadlines import suggestion_answered
from app.petitions.letter_steps import IN_FLOW
from app.petitions.letters import Service, serve_letter
from app.petitions.records import Letter


def must_stand_beside(letter: Letter) -> None:
    """Raises `NotNow` for a letter the diagram waits for: it is dealt with in its open step."""
    if letter.kind in IN_FLOW:
        raise NotNow("这份文书在流程里办，请从“今天要办的事”里接着办。")


def serve_beside(letter: Letter, service: Service, *, actor: Actor, now: datetime) -> None:
    """Served; an answer to a supervision ends its thirty days.  Raises like `serve_letter`."""
    must_stand_beside(letter)
    serve_letter(letter, service, actor=actor, now=now)
    if letter.supervision is not None:
        letter.supervision.answered_on = service.served_on
        suggestion_answered(letter.supervision, on=service.served_on, actor=actor, now=now)
