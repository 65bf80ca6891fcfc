"""The transfer letter between committees: sent by consent, answered by the receiver."""

from __future__ import annotations

from app.cases.actions.case_deadlines import answer_letter
from app.cases.actions.move_level import put_on_level
from app.cases.models import Case
from app.cases.models.records import Move
from app.cases.queries import open_transfer
from app.core.clock import local
from app.core.errors import Invalid, NotNow
from app.organisations.queries import get_body
from app.processes.registry import Answer


def answer_transfer(case: Case, answer: Answer, *, accepted: bool, reason: str) -> Move:
    """Write the receiver's answer; on acceptance the case stands with the receiver.

    Raises `NotNow` when no letter waits, `Invalid` for a return without a reason.
    """
    letter = open_transfer(case.id)
    if letter is None:
        raise NotNow("这封移交函已经答复过了。")
    if not accepted and not reason.strip():
        raise Invalid("退回要写明理由。", {"reason": "请写明退回的理由，会告诉移交的调委会。"})
    answer_letter(case, on=local(answer.occurred_at).date(), actor=answer.actor, now=answer.now)
    letter.answered_at, letter.accepted, letter.answer_reason = answer.occurred_at, accepted, reason
    if accepted:
        put_on_level(case, get_body(letter.to_body_id), on=local(answer.occurred_at).date())
    return letter
