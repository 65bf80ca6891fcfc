"""What a legal review comes to: this version was passed, goes unreviewed for a reason, or goes back to drafting."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor

LONGEST = 500


def mark_reviewed(agreement: Agreement, *, version: int) -> None:
    """Remember the passed version.  Raises `NotNow` when the text has changed since, or is no draft."""
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿，不用再看。")
    if agreement.version != version:
        raise NotNow("您看的是旧的一版，协议已经改过；请刷新以后看新的一版。")
    agreement.reviewed_version = version
    db.session.flush()


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


def return_to_draft(agreement: Agreement, *, reason: str, actor: Actor, now: datetime) -> None:
    """Keep why it must change; the text itself stays.  Raises `Invalid` without a reason, `NotNow` once it is fixed."""
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿了，要改请在“签字按手印”里选“要改了再签”。")
    if not reason.strip():
        raise Invalid("请写明要改哪里。", {"reason": "请写明要改哪里。"})
    detail = {"version": agreement.version, "reason": reason.strip()}
    record("agreement:returned", agreement, actor, now=now, detail=detail)
