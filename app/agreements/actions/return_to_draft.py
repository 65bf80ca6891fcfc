"""The text goes back from the freezing step to drafting."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor


def return_to_draft(agreement: Agreement, *, reason: str, actor: Actor, now: datetime) -> None:
    """Keep why it must change; the text itself stays.  Raises `Invalid` without a reason, `NotNow` once it is fixed."""
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿了，要改请在“签字按手印”里选“要改了再签”。")
    if not reason.strip():
        raise Invalid("请写明要改哪里。", {"reason": "请写明要改哪里。"})
    detail = {"version": agreement.version, "reason": reason.strip()}
    record("agreement:returned", agreement, actor, now=now, detail=detail)
