"""A fixed text that somebody will not sign comes to nothing; the parties talk on."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.audit.actions.record import record
from app.cases.actions.case_deadlines import talk_on
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor


def abandon_agreement(agreement: Agreement, *, reason: str, actor: Actor, now: datetime) -> None:
    """Give the text up for a reason that is kept.  Raises `Invalid` without one, `NotNow` unless signing is open."""
    if agreement.state is not AgreementState.FROZEN:
        raise NotNow("协议现在不在等签字。")
    if not reason.strip():
        raise Invalid("请写明谁不签、为什么。", {"reason": "请写明谁不签、为什么。"})
    agreement.state = AgreementState.ABANDONED
    talk_on(agreement.case, actor=actor, now=now)
    db.session.flush()
    record("agreement:abandoned", agreement, actor, now=now, detail={"reason": reason.strip()})
