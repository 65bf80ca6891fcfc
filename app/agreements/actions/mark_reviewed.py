"""A version was read and passed by a legal adviser."""

from __future__ import annotations

from app.agreements.models import Agreement, AgreementState
from app.core.db import db
from app.core.errors import NotNow


def mark_reviewed(agreement: Agreement, *, version: int) -> None:
    """Remember the passed version.  Raises `NotNow` when the text has changed since, or is no draft."""
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿，不用再看。")
    if agreement.version != version:
        raise NotNow("您看的是旧的一版，协议已经改过；请刷新以后看新的一版。")
    agreement.reviewed_version = version
    db.session.flush()
