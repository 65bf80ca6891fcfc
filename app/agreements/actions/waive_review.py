"""A text goes without a legal adviser's reading, for a reason that is kept."""

from __future__ import annotations

from app.agreements.models import Agreement, AgreementState
from app.core.db import db
from app.core.errors import Invalid, NotNow

LONGEST = 500


def waive_review(agreement: Agreement, *, reason: str) -> None:
    """Keep why nobody reviewed this version; the next change of the text ends the waiver.

    Raises `Invalid` without a reason, `NotNow` when the text is no draft.
    """
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿，不用再送审。")
    if not reason.strip():
        raise Invalid("不送法律顾问看，要写明理由。", {"skip_reason": "请写明为什么不送审。"})
    agreement.review_waived_reason = reason.strip()[:LONGEST]
    db.session.flush()
