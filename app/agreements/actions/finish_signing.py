"""Everybody has signed: the paper goes to be sealed."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.agreements.queries import signers_of
from app.agreements.queries.circle import must_be_in
from app.agreements.rules.signing import signed_fault
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import NotNow
from app.core.permissions import Actor


def finish_signing(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Everybody has signed.  Raises `NotNow` with the names of those who have not."""
    if agreement.state is not AgreementState.FROZEN:
        raise NotNow("协议还没有定稿，或者已经签完了。")
    must_be_in(agreement)
    signers = signers_of(agreement)
    missing = [one.name for one in signers if one.signature is None]
    fault = signed_fault(missing, mediators=sum(one.mediator is not None for one in signers))
    if fault:
        raise NotNow(fault)
    agreement.state = AgreementState.SIGNED
    db.session.flush()
    record("agreement:all_signed", agreement, actor, now=now)
