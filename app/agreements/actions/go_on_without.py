"""A fixed text goes on without who does not sign it, where it says nothing of them and every other one knows it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.agreements.actions.freeze_paper import note_on_paper
from app.agreements.models import AbsentSigner, Acknowledgement, Agreement, AgreementState
from app.agreements.queries import Signer, signers_of, text_of
from app.agreements.rules.signing import signed_fault
from app.agreements.rules.without import NEW_VERSION, circle_fault, knowing_faults, text_faults_without
from app.audit.actions.record import record
from app.cases.models import Party
from app.cases.rules.taking_part import OUT
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.matters.terms import Standing
from app.processes.registry import Submission

NOBODY_MISSING = "该签的人都签了，请选“都签了”。"


def go_on_without(agreement: Agreement, knows_on: Mapping[str, date | None], submission: Submission) -> None:
    """Who has not signed, or has left since, stays out; the others are bound from when they knew (人民调解法 第29条).

    `knows_on`: by signer, the day on which each wrote 「知道×××没有签，仍愿按本协议履行」 beside the signature.  Raises
    `NotNow` unless the text is fixed, somebody is missing and a mediator signed; `Invalid` where the text speaks of
    who is missing or of common property, a side would be empty, or somebody has not written that they know.
    """
    if agreement.state is not AgreementState.FROZEN:
        raise NotNow("协议还没有定稿，或者已经签完了。")
    signers = signers_of(agreement)
    absent = [one for one in signers if one.party and (one.signature is None or one.party.participation in OUT)]
    staying = [one for one in signers if one not in absent]
    if not absent:
        raise NotNow(NOBODY_MISSING)
    fault = signed_fault(
        [one.name for one in staying if one.signature is None],
        mediators=sum(one.mediator is not None for one in staying),
    )
    if fault:
        raise NotNow(fault)
    _must_stand(agreement, [one.party for one in absent if one.party], staying)
    _must_know(signers, staying, knows_on, submission)
    for one in absent:
        row = AbsentSigner(party=one.party, reason=submission.text("reason"), **submission.entry)
        agreement.absent.append(row)
    for one in staying:
        if one.party is not None:
            written_on = knows_on[one.key]
            agreement.known.append(Acknowledgement(party=one.party, written_on=written_on, **submission.entry))
    agreement.state, agreement.is_partial = AgreementState.SIGNED, True
    db.session.flush()
    note_on_paper(agreement, actor=submission.actor, now=submission.now)
    detail = {"without": [one.in_trail for one in absent], "reason": submission.text("reason")[:300]}
    record("agreement:signed_without", agreement, submission.actor, now=submission.now, detail=detail)


def _must_stand(agreement: Agreement, absent: list[Party], staying: list[Signer]) -> None:
    sides = {one.id: one.side for one in agreement.case.parties}
    has_owner = any(one.standing is not Standing.PRINCIPAL for one in absent)
    faults = text_faults_without(text_of(agreement), [one.name for one in absent], has_owner=has_owner)
    left = circle_fault([one.party.id for one in staying if one.party], sides)
    if left:
        raise Invalid(left, {"outcome": left})
    if faults:
        said = f"少了{'、'.join(one.name for one in absent)}，这一版不能用：{''.join(faults)}{NEW_VERSION}"
        raise Invalid(said, {"outcome": said})


def _must_know(
    signers: list[Signer], staying: list[Signer], knows_on: Mapping[str, date | None], submission: Submission
) -> None:
    own = {one.party.id: one for one in staying if one.party}
    signed = {party: one.signature.signed_on for party, one in own.items() if one.signature}
    known = {party: knows_on.get(one.key) for party, one in own.items()}
    faults = knowing_faults(signed, known, today=local(submission.now).date())
    if faults:
        rows = {one.party.id: row for row, one in enumerate(signers) if one.party}
        fields = {f"signers-{rows[party]}-knows_on": words for party, words in faults.items()}
        names = "、".join(own[party].name for party in faults)
        raise Invalid(f"{names}还没有写明知道有人没签、仍愿履行。", fields)
