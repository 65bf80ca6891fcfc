"""File an agreement written and signed by hand: the photograph is the original, the typed text its transcript."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.agreements.actions.freeze_paper import freeze_paper
from app.agreements.actions.record_signature import SignatureEntry, record_signature
from app.agreements.actions.write_text import UNFINISHED, write_text
from app.agreements.models import Agreement, AgreementForm, AgreementState
from app.agreements.papers.frozen_text import frozen_text, hash_of
from app.agreements.queries import current_agreement, signers_of
from app.agreements.rules import AgreementText, text_faults
from app.agreements.rules.signing import original_fault
from app.audit.actions.record import record
from app.cases.models import Case
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.matters.queries.attachments import get_attachment


def file_original(
    case: Case,
    text: AgreementText,
    signatures: Sequence[SignatureEntry | None],
    *,
    attachment_id: int | None,
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """Keep original, transcript and who signed when; no freezing comes before, the seal comes next (§10).

    Raises `Invalid` without a photograph or for what is not checkable, `NotNow` when somebody has not signed or there
    is an agreement already.
    """
    if current_agreement(case.id) is not None:
        raise NotNow("这件已经有协议了。")
    if attachment_id is None:
        words = "请先拍下签了字的原件，选好照片。"
        raise Invalid(words, {"original": words})
    faults = text_faults(text, {party.id: party.side for party in case.parties})
    if faults:
        raise Invalid(UNFINISHED, faults)
    agreement = Agreement(case_id=case.id, case=case, form=AgreementForm.HANDWRITTEN, version=1)
    agreement.original_attachment_id = get_attachment(case, attachment_id).id
    db.session.add(agreement)
    write_text(agreement, text)
    db.session.flush()
    for row, entry in enumerate(signatures):
        if entry is not None:
            record_signature(
                agreement, entry, occurred_at=occurred_at, spoken_by=spoken_by, actor=actor, now=now, row=row
            )
    signers = signers_of(agreement)
    missing = [one.name for one in signers if one.signature is None]
    fault = original_fault(missing, mediators=sum(one.mediator is not None for one in signers))
    if fault:
        raise NotNow(fault)
    agreement.frozen_text = frozen_text(agreement)
    agreement.frozen_hash, agreement.frozen_at = hash_of(agreement.frozen_text), now
    agreement.state = AgreementState.SIGNED
    db.session.flush()
    freeze_paper(agreement, actor=actor, now=now)
    detail = {"attachment": attachment_id, "hash": agreement.frozen_hash, "partial": agreement.is_partial}
    record("agreement:original_filed", agreement, actor, now=now, occurred_at=occurred_at, detail=detail)
    return agreement
