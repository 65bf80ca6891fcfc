"""Record one signature on the fixed text, with its own date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.agreements.actions.freeze_paper import note_on_paper
from app.agreements.models import Agreement, AgreementForm, AgreementState, Signature, SigningMethod
from app.agreements.queries import Signer, signers_of
from app.agreements.rules.signing import agent_faults, fingerprint_faults, signing_day_fault
from app.audit.actions.record import record
from app.cases.models import Party
from app.cases.queries import mediators_of
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotFound, NotNow
from app.core.fonts import IN_A_NAME, unprintable_sentence
from app.core.permissions import Actor
from app.matters.terms import PartyKind


@dataclass(frozen=True)
class SignatureEntry:
    """What was seen on paper: whose signature (see `Signer.key`), how, on which day."""

    key: str
    method: SigningMethod
    signed_on: date
    agent_name: str = ""
    witness: str = ""
    was_read_aloud: bool = False


def record_signature(
    agreement: Agreement,
    entry: SignatureEntry,
    *,
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
    row: int = 0,
) -> Signature:
    """Write a signature, or put one right that was typed wrong (the old one stays in the audit trail).

    Raises `NotNow` unless the text is fixed and not yet sealed, `NotFound` for somebody who need not sign, `Invalid`
    with sentences for a wrong day, an agent without special authority, a fingerprint without reading and witness; the
    sentences stand at the fields of `row` of the form (``signers-0-signed_on``).
    """
    is_original = agreement.form is AgreementForm.HANDWRITTEN and agreement.state is AgreementState.DRAFT
    if agreement.state is not AgreementState.FROZEN and not is_original:
        raise NotNow("协议还没有定稿，或者已经签完了，现在不能记签字。")
    signer = next((one for one in signers_of(agreement) if one.key == entry.key), None)
    if signer is None:
        raise NotFound("这个人不用在协议上签字。")
    faults = signature_faults(agreement, signer, entry, on=local(now).date())
    if faults:
        fields = {f"signers-{row}-{name}": words for name, words in faults.items()}
        raise Invalid(f"{signer.name}的签字还没写对：{''.join(faults.values())}", fields)
    old = signer.signature
    kept = old or Signature(
        agreement_id=agreement.id,
        party_id=signer.party.id if signer.party else None,
        case_mediator_id=signer.mediator.id if signer.mediator else None,
    )
    before = {"method": old.method.value, "signed_on": old.signed_on} if old else None
    kept.method, kept.signed_on = entry.method, entry.signed_on
    kept.agent_name = entry.agent_name.strip() if entry.method is SigningMethod.BY_AGENT else ""
    kept.witness = entry.witness.strip() if entry.method is SigningMethod.FINGERPRINT else ""
    kept.was_read_aloud = entry.was_read_aloud
    kept.occurred_at, kept.entered_at = occurred_at, now
    kept.spoken_by, kept.typed_by_id = (spoken_by or actor.display_name)[:100], actor.id
    if old is None:
        agreement.signatures.append(kept)
    db.session.flush()
    note_on_paper(agreement, actor=actor, now=now)
    detail = {"signer": signer.in_trail, "method": kept.method.value, "signed_on": kept.signed_on, "before": before}
    record("agreement:signed", agreement, actor, now=now, occurred_at=occurred_at, detail=detail)
    return kept


def signature_faults(agreement: Agreement, signer: Signer, entry: SignatureEntry, *, on: date) -> dict[str, str]:
    """What is wrong with an entry, by field; empty when nothing is."""
    frozen_on = local(agreement.frozen_at).date() if agreement.frozen_at else None
    faults = {}
    day = signing_day_fault(entry.signed_on, not_before=frozen_on, on=on)
    if day:
        faults["signed_on"] = day
    if entry.method is SigningMethod.BY_AGENT:
        faults.update(_agent_faults(signer.party, entry.agent_name.strip()))
    if entry.method is SigningMethod.FINGERPRINT:
        faults.update(_fingerprint_faults(agreement, signer, entry))
    for name, words, longest in (("agent_name", entry.agent_name, 60), ("witness", entry.witness, 60)):
        lost = unprintable_sentence(words, IN_A_NAME) or (f"最多写{longest}个字。" if len(words) > longest else None)
        if lost:
            faults[name] = lost
    return faults


def _fingerprint_faults(agreement: Agreement, signer: Signer, entry: SignatureEntry) -> dict[str, str]:
    return fingerprint_faults(
        entry.witness,
        was_read_aloud=entry.was_read_aloud,
        must_be_read=signer.party is not None and signer.party.wants_reading_aloud,
        parties=[party.name for party in agreement.case.parties] if signer.party else [],
        panel=[one.pool_member.person.name for one in mediators_of(agreement.case_id, only_current=False)],
    )


def _agent_faults(party: Party | None, agent_name: str) -> dict[str, str]:
    agents = party.agents if party else ()
    return agent_faults(
        agent_name,
        party_name=party.name if party else None,
        mandated=[one.name for one in agents if one.may_sign],
        representative=party.legal_representative if party and party.kind is PartyKind.LEGAL else "",
    )
