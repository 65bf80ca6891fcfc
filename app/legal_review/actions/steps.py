"""What answering the steps of legal review does: what is written, and which way the flow goes."""

from __future__ import annotations

from collections.abc import Mapping

from app.agreements.actions.review_outcome import waive_review
from app.agreements.queries import the_agreement
from app.audit.actions.record import record
from app.core.asked import whole_number
from app.core.errors import Invalid, NotNow
from app.legal_review.actions.answer_review import answer_review
from app.legal_review.actions.decide_in_stead import decide_in_stead
from app.legal_review.actions.request_review import request_review
from app.legal_review.models import Verdict
from app.legal_review.queries import open_review
from app.processes.registry import Answer, Words


def _whole(answer: Answer, name: str) -> int | None:
    return whole_number(answer.values.get(name))


def send_draft(answer: Answer) -> Words:
    """The draft is ready: to an adviser (``adviser``: person id), or straight to freezing with a reason."""
    agreement, outcome = the_agreement(answer.subject_id), answer.text("outcome")
    seen = _whole(answer, "seen_version")
    if seen is not None and seen != agreement.version:
        raise NotNow("协议别人刚刚改过；请看过最新的一版再送。")
    if outcome == "skip_review":
        waive_review(agreement, reason=answer.text("skip_reason"))
        detail = {"version": agreement.version, "reason": agreement.review_waived_reason}
        record("agreement:review_waived", agreement, answer.actor, now=answer.now, detail=detail)
        return {"outcome": outcome}
    if outcome != "review":
        raise Invalid("请选要不要请法律顾问看。", {"outcome": "请选一项。"})
    review = request_review(agreement, adviser_person_id=_whole(answer, "adviser"), actor=answer.actor, now=answer.now)
    return {"outcome": outcome, "review_due_at": review.due_at.isoformat()}


def review_text(answer: Answer) -> Words:
    """The adviser answers; ``comments`` maps clause positions to words."""
    agreement, outcome = the_agreement(answer.subject_id), answer.text("outcome")
    review = open_review(agreement.id)
    if review is None:
        raise NotNow("没有等您看的协议。")
    if outcome not in ("passed", "returned"):
        raise Invalid("请选通过还是退回。", {"outcome": "请选一项。"})
    given = answer.values.get("comments")
    comments = {whole_number(key) or 0: str(text) for key, text in given.items()} if isinstance(given, Mapping) else {}
    answer_review(
        review,
        verdict=Verdict(outcome),
        reasons=answer.text("comment"),
        comments=comments,
        seen_version=_whole(answer, "seen_version"),
        actor=answer.actor,
        now=answer.now,
    )
    return {"outcome": outcome}


def decide_late(answer: Answer) -> Words:
    """No answer in time: substitute (``substitute``: person id), pass with a reason, or return."""
    outcome = answer.text("outcome")
    following = decide_in_stead(
        the_agreement(answer.subject_id),
        choice=outcome,
        substitute_person_id=_whole(answer, "substitute"),
        reason=answer.text("reason"),
        actor=answer.actor,
        now=answer.now,
    )
    due = {"review_due_at": following.due_at.isoformat()} if following else {}
    return {"outcome": outcome, **due}


HANDLERS = {"draft": send_draft, "legal_review": review_text, "decide_review": decide_late}
"""What answering each step of legal review does."""
