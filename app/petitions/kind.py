"""The kinds of matter of the petition desk: what came in, its claims, their letters, what a higher body asks about."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import pages
from app.core.permissions import Permission
from app.deadlines.registry import Named
from app.letters.actions.flow import flow_of
from app.matters.registry.attachments import Attachments
from app.matters.registry.kinds import Flow, Kind, Projection, SmallFlow
from app.matters.registry.links import Links
from app.matters.registry.opening import Opening
from app.matters.registry.people import People
from app.matters.registry.subject_table import SubjectTable
from app.petitions.actions import follow_flow
from app.petitions.actions.advice import advice_of, beforehand_of
from app.petitions.actions.filing import SHUT, closed_because, may_open, must_file, must_file_with
from app.petitions.actions.handling import must_may
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.actions.steps import HANDLERS, OLDER_HANDLERS
from app.petitions.actions.tell_of_period import accounts_handling, is_same_day, told_of_claim, told_of_supervision
from app.petitions.actions.told import CLAIM_TOLD, PETITION_TOLD, SUPERVISION_TOLD
from app.petitions.actions.withdraw import WITHDRAWAL_HANDLERS, WITHDRAWAL_OUTCOMES, is_too_late
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import Letter, Supervision
from app.petitions.queries.listing import LISTING
from app.petitions.queries.sight import (
    claim_seen_by,
    petition_seen_by,
    petitions_visible_to,
    supervision_seen_by,
    supervisions_visible_to,
    visible_to,
)
from app.petitions.queries.summary import (
    claim_found_by,
    claim_summary,
    handed_by,
    petition_found_by,
    petition_summary,
    supervision_found_by,
    supervision_summary,
)
from app.petitions.rules.outcomes import OLDER_OUTCOMES, OUTCOMES
from app.petitions.terms import LETTER_MATERIALS, PETITION_MATERIALS, PROCESS, WITHDRAWAL
from app.processes.registry import StepPage


def _place_of_claim(claim: Claim) -> str:
    """The claim's place on its petition's page."""
    return pages.address("petitions.detail", petition_id=claim.petition.public_id, _anchor=f"claim-{claim.position}")


PETITION = Kind(
    rows=SubjectTable(
        name=Petition.subject_kind,
        table=Petition,
        sight=petitions_visible_to,
        named_as=lambda petition: Named(petition.number, petition.names),
        page=lambda petition: pages.address("petitions.detail", petition_id=petition.public_id),
    ),
    has_periods=False,
    projection=Projection(
        summary=petition_summary,
        seen_by=petition_seen_by,
        found_by=petition_found_by,
        parts={Petitioner: lambda row: row.petition_id, Claim: lambda row: row.petition_id},
        has_children=True,
    ),
    people=People(
        participant=Petitioner,
        calls=Permission.PETITION_CALL,
        must_call=lambda _petition, _actor: None,
        neighbours=lambda petition: select(Petition.id).where(Petition.region == petition.region),
    ),
    links=Links(must_link=lambda _petition, actor: must_may(actor, Permission.MATTER_LINK), handlers=accounts_handling),
    opening=Opening(
        label="另登记一件信访",
        registers=Permission.PETITION_REGISTER,
        endpoint="petitions.register_page",
        hands=handed_by,
    ),
    told=PETITION_TOLD,
    attachments=Attachments(
        materials=PETITION_MATERIALS,
        must_add=must_file,
        may_open=may_open,
        closed_because=closed_because,
        shut=SHUT,
    ),
)
CLAIM = Kind(
    rows=SubjectTable(
        name=Claim.subject_kind,
        table=Claim,
        sight=visible_to,
        named_as=lambda claim: Named(claim.number, claim.title),
        page=_place_of_claim,
        begins=lambda claim: claim.number,
        told=told_of_claim,
        is_same_day=is_same_day,
        options=(joinedload(Claim.petition).selectinload(Petition.petitioners),),
    ),
    projection=Projection(
        summary=claim_summary,
        seen_by=claim_seen_by,
        found_by=claim_found_by,
        parts={Letter: lambda row: row.claim_id},
    ),
    listing=LISTING,
    told=CLAIM_TOLD,
    flow=Flow(
        process=PROCESS,
        place=follow_flow.place,
        moved=follow_flow.moved,
        people=follow_flow.people,
        advice=advice_of,
        beforehand=beforehand_of,
        step_handlers=HANDLERS | OLDER_HANDLERS,
        outcomes=OUTCOMES | OLDER_OUTCOMES,
        is_outdated=lambda claim, step: step.name in WITHDRAWAL_HANDLERS and is_too_late(claim),
        beside=[SmallFlow(process=WITHDRAWAL, step_handlers=WITHDRAWAL_HANDLERS, outcomes=WITHDRAWAL_OUTCOMES)],
        pages={
            "sort_claim": StepPage("petitions.sort_page", "claim_id"),
            "assign_unit": StepPage("petitions.assign_page", "claim_id"),
        },
    ),
)
LETTER = Kind(
    rows=LETTERS.rows,
    has_periods=False,
    attachments=Attachments(
        materials=LETTER_MATERIALS,
        must_add=must_file_with,
        may_open=may_open,
        closed_because=closed_because,
        shut=SHUT,
    ),
    flow=flow_of(LETTERS),
)
SUPERVISION = Kind(
    rows=SubjectTable(
        name=Supervision.subject_kind,
        table=Supervision,
        sight=supervisions_visible_to,
        named_as=lambda row: Named(row.number, f"{row.from_body}督办"),
        page=lambda row: pages.address("petitions.supervision", supervision_id=row.public_id),
        begins=lambda row: "督办",
        told=told_of_supervision,
    ),
    projection=Projection(summary=supervision_summary, seen_by=supervision_seen_by, found_by=supervision_found_by),
    told=SUPERVISION_TOLD,
)
