"""The kinds of matter of the petition desk: the claims of a petition, and what a higher body asks about."""

from sqlalchemy.orm import joinedload

from app.core import pages
from app.deadlines.registry import Named
from app.matters.registry.kinds import Flow, Kind
from app.matters.registry.period_subject import PeriodSubject
from app.petitions.actions import follow_flow
from app.petitions.actions.advice import advice_of, beforehand_of
from app.petitions.actions.steps import HANDLERS
from app.petitions.actions.tell_of_period import is_same_day, told_of_claim, told_of_supervision
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Supervision
from app.petitions.queries import supervisions_visible_to, visible_to
from app.petitions.terms import PROCESS
from app.processes.registry import StepPage

CLAIM = Kind(
    periods=PeriodSubject(
        name=Claim.subject_kind,
        table=Claim,
        sight=visible_to,
        named_as=lambda claim: Named(claim.number, claim.title),
        page=lambda claim: pages.address(
            "petitions.detail", petition_id=claim.petition_id, _anchor=f"claim-{claim.position}"
        ),
        begins=lambda claim: claim.number,
        told=told_of_claim,
        is_same_day=is_same_day,
        options=(joinedload(Claim.petition).selectinload(Petition.petitioners),),
    ),
    flow=Flow(
        process=PROCESS,
        place=follow_flow.place,
        moved=follow_flow.moved,
        people=follow_flow.people,
        advice=advice_of,
        beforehand=beforehand_of,
        handlers=HANDLERS,
        pages={
            "sort_claim": StepPage("petitions.sort_page", "claim_id"),
            "assign_unit": StepPage("petitions.assign_page", "claim_id"),
        },
    ),
)
SUPERVISION = Kind(
    periods=PeriodSubject(
        name=Supervision.subject_kind,
        table=Supervision,
        sight=supervisions_visible_to,
        named_as=lambda row: Named(row.number, f"{row.from_body}督办"),
        page=lambda row: pages.address("petitions.supervision", supervision_id=row.id),
        begins=lambda row: "督办",
        told=told_of_supervision,
    )
)
