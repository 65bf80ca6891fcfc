"""Mediation within a petition, both sides consenting: a linked dispute; the sixty days run on (第33条)."""

from __future__ import annotations

from app.audit.actions.record import record
from app.cases.actions.intake import CaseIntake, PartyIntake
from app.cases.actions.register_case import register_case
from app.cases.models import Source
from app.cases.queries import case_by_id
from app.cases.terms import CaseStatus
from app.core.errors import Invalid, NotNow
from app.core.terms import DisputeType
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind, town_committee
from app.petitions.models import Claim
from app.petitions.rules.decisions import dispute_fault
from app.processes.registry import Submission


def open_dispute(claim: Claim, submission: Submission) -> None:
    """Register a dispute at the town's centre out of a claim, by referral of the desk.

    Raises `Invalid` without both consents, `NotNow` when the claim has a dispute already or is over.
    """
    if claim.ending is not None:
        raise NotNow("这一项已经办结。")
    if claim.dispute_id is not None and case_by_id(claim.dispute_id).status is not CaseStatus.VOIDED:
        raise NotNow("这一项已经转过人民调解，不再登记第二件。")
    fault = dispute_fault(submission.text("consent"))
    if fault:
        raise Invalid(fault, {"consent": fault})
    petitioner = claim.petition.petitioners[0]
    if claim.petition.village_id is None:
        raise NotNow("这件事没有登记在哪个村，不能从这里转；请双方到镇调解中心直接申请调解。")
    desk = office_of_kind(OfficeKind.DESK)
    intake = CaseIntake(
        source=Source.REFERRAL,
        referred_by=desk.name,
        village_id=claim.petition.village_id,
        dispute_type=DisputeType(submission.text("dispute_type")),
        facts=submission.text("facts"),
        claims=submission.text("claims"),
        parties=(
            PartyIntake(
                side=1,
                name=petitioner.name,
                phone=petitioner.phone,
                address=petitioner.address,
                needs=petitioner.all_needs,
                safe_contact=petitioner.safe_contact,
            ),
            PartyIntake(side=2, name=submission.text("other_party"), phone=submission.text("other_phone")),
        ),
        applied_at=submission.occurred_at,
        spoken_by=submission.spoken_by or petitioner.name,
    )
    case = register_case(intake, actor=submission.actor, now=submission.now, committee=town_committee())
    claim.dispute_id = case.id
    record("claim:dispute_opened", claim, submission.actor, now=submission.now, detail={"case": case.id})
