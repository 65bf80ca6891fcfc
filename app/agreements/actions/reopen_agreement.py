"""Take a fixed text back to drafting: its signatures fall away, with a trace."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor


def reopen_agreement(agreement: Agreement, *, reason: str, actor: Actor, now: datetime) -> None:
    """A fixed (perhaps signed) text becomes a draft of a new version; what was printed is void.

    Keeps who had signed what and when in the audit trail.  Raises `NotNow` once it is sealed or while it is a draft,
    `Invalid` without a reason.
    """
    if agreement.state not in (AgreementState.FROZEN, AgreementState.SIGNED):
        is_draft = agreement.state is AgreementState.DRAFT
        raise NotNow("协议现在不是定稿，不用退回起草。" if is_draft else "协议已经生效，不能再改。")
    if not reason.strip():
        raise Invalid("请写明要改什么、为什么。", {"reason": "请写明要改什么、为什么。"})
    lost = [
        {"party": row.party_id, "mediator": row.case_mediator_id, "method": row.method.value, "on": row.signed_on}
        for row in agreement.signatures
    ]
    detail = {
        "version": agreement.version,
        "hash": agreement.frozen_hash,
        "text": agreement.frozen_text,
        "signatures": lost,
        "reason": reason.strip(),
    }
    agreement.signatures, agreement.absent, agreement.known = [], [], []
    agreement.state = AgreementState.DRAFT
    agreement.version += 1
    agreement.frozen_text, agreement.frozen_hash, agreement.frozen_at = "", "", None
    agreement.review_waived_reason = ""
    db.session.flush()
    record("agreement:reopened", agreement, actor, now=now, detail=detail)
