"""A legal adviser answers: passed, or returned with reasons, with comments clause by clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.agreements.actions.review_outcome import mark_reviewed
from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.fonts import unprintable_sentence
from app.core.permissions import Actor, Permission, may
from app.deadlines.actions.finish_deadline import meet_deadlines
from app.legal_review.models import ClauseComment, Review, Verdict
from app.legal_review.queries import worked_on

LONGEST = 1000
OWN_WORK = "您参加过这件的调解，不能又审它的协议；请告诉承办的调委会，另请一位法律顾问。"
WHY = "退回要写明理由：哪里要改、为什么；写在这里，或者写在那一条旁边。"


def answer_review(
    review: Review,
    *,
    verdict: Verdict,
    reasons: str,
    comments: Mapping[int, str],
    seen_version: int | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the verdict and the comments (by clause position); a pass covers exactly the version that was read.

    Raises `NotAllowed` for anybody but the adviser asked, `NotNow` when it is answered, the text changed, or the
    adviser came to work on the case, `Invalid` for a return without a word or a comment on no clause.
    """
    if not may(actor, Permission.REVIEW_WRITE, review):
        raise NotAllowed("这份协议请的是另一位法律顾问。")
    agreement = review.agreement
    if review.answered_at is not None:
        raise NotNow("这份协议已经答复过了。")
    if review.adviser_person_id in worked_on(agreement.case):
        raise NotNow(OWN_WORK)
    if seen_version is not None and seen_version != agreement.version:
        raise NotNow("您看的是旧的一版，协议已经改过；请看新的一版再答复。您写的还在下面。")
    said = {position: text.strip() for position, text in comments.items() if text.strip()}
    _check(said, {clause.position for clause in agreement.clauses})
    if verdict is Verdict.RETURNED and not reasons.strip() and not said:
        raise Invalid(WHY, {"comment": WHY})
    if verdict is Verdict.PASSED:
        mark_reviewed(agreement, version=review.version)
    review.answered_at, review.verdict, review.reasons = now, verdict, reasons.strip()
    meet_deadlines(agreement.case, {"L1"}, on=local(now).date(), actor=actor, now=now)
    review.comments = [
        ClauseComment(clause_position=position, text=text, written_at=now) for position, text in sorted(said.items())
    ]
    db.session.flush()
    detail = {"verdict": verdict.value, "version": review.version, "comments": len(said)}
    record("review:answered", review, actor, now=now, detail=detail)


def _check(said: Mapping[int, str], positions: set[int]) -> None:
    faults = {}
    for position, text in said.items():
        if position not in positions:
            raise Invalid("协议里没有这一条，请刷新以后再写。")
        sentence = unprintable_sentence(text) or (f"最多写{LONGEST}个字。" if len(text) > LONGEST else None)
        if sentence:
            faults[f"clause_{position}"] = sentence
    if faults:
        raise Invalid("有的意见还要改一改。", faults)
