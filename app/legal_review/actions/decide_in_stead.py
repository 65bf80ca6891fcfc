"""The adviser did not answer in time: the committee's head decides, with a reason."""

from __future__ import annotations

from datetime import datetime

from app.agreements.actions.review_outcome import waive_review
from app.agreements.models import Agreement
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.core.permissions import Actor, Permission, may
from app.deadlines.actions.finish_deadline import close_deadlines
from app.legal_review.actions.request_review import request_review
from app.legal_review.models import Review, Verdict
from app.legal_review.queries import BY_HEAD, open_review

VERDICTS = {"substitute": Verdict.SUBSTITUTED, "passed": Verdict.PASSED, "returned": Verdict.RETURNED}


def decide_in_stead(
    agreement: Agreement,
    *,
    choice: str,
    substitute_person_id: int | None,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Review | None:
    """Close the waiting request: ask somebody else (returns the new request), pass, or return the text.

    Raises `NotAllowed` for anybody but a head, `Invalid` without a reason or a substitute.
    """
    if not may(actor, Permission.REVIEW_DECIDE):
        raise NotAllowed("顾问没有按时答复，由调委会主任决定。")
    if choice not in VERDICTS:
        raise Invalid("请选怎么办。", {"outcome": "请选一项。"})
    if not reason.strip():
        raise Invalid("请写明理由。", {"reason": "请写明理由，以后查得到。"})
    waiting = open_review(agreement.id)
    late = waiting.adviser_person_id if waiting else None
    if waiting is not None:
        waiting.answered_at, waiting.verdict, waiting.reasons = now, VERDICTS[choice], f"{BY_HEAD}{reason.strip()}"
    close_deadlines(agreement.case, actor=actor, now=now, codes={"L1"})
    db.session.flush()
    following = None
    if choice == "substitute":
        following = request_review(agreement, adviser_person_id=substitute_person_id, actor=actor, now=now, but=late)
    elif choice == "passed":
        waive_review(agreement, reason=f"法律顾问没有按时答复，主任决定定稿：{reason.strip()}")
    record("review:decided", agreement, actor, now=now, detail={"choice": choice, "reason": reason.strip()})
    return following
