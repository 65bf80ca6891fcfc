"""Letters issued beside the diagram (objection, hearing notice, reports), and their service."""

from __future__ import annotations

from datetime import datetime

from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.petitions.actions.claim_deadlines import suggestion_answered
from app.petitions.actions.letters import Service, serve_letter
from app.petitions.models.records import Letter
from app.petitions.queries import is_left_as_draft
from app.petitions.terms import IN_FLOW


def must_be_standalone(letter: Letter) -> None:
    """Raises `NotNow` for a letter the diagram waits for, or one left as a draft by a withdrawal."""
    if is_left_as_draft(letter):
        raise NotNow("信访人已经撤回，这份文书没有发出，留作草稿，不用再办。")
    if letter.kind in IN_FLOW:
        raise NotNow("这份文书在流程里办，请从“今天要办的事”里接着办。")


def serve_standalone_letter(letter: Letter, service: Service, *, actor: Actor, now: datetime) -> None:
    """Served; an answer to a supervision ends its thirty days.

    Raises like `serve_letter`, and `Invalid` for an answer said to be sent before the supervision was received.
    """
    must_be_standalone(letter)
    supervision = letter.supervision
    if supervision is not None and service.served_on < supervision.received_on:
        raise Invalid("送达的日子不对。", {"delivered_on": "不能早于收到督办的那天。"})
    serve_letter(letter, service, actor=actor, now=now)
    if supervision is not None:
        supervision.answered_on = service.served_on
        suggestion_answered(supervision, on=service.served_on, actor=actor, now=now)
