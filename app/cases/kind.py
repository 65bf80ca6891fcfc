"""The dispute as a kind of matter."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.cases.actions import follow_flow
from app.cases.actions.case_letters import LETTERS
from app.cases.actions.steps import HANDLERS, MONTH_HANDLERS, OLDER_HANDLERS
from app.cases.actions.tell_of_period import accounts_handling, is_same_day, told_of
from app.cases.actions.told import TOLD
from app.cases.models import Case, CaseMediator, CaseNumber, Handling, Party
from app.cases.models.records import Move
from app.cases.models.series import HouseholdCase
from app.cases.papers.reading import closed_because, may_open
from app.cases.queries.asked import asked_people
from app.cases.queries.handling import must_file, must_handle
from app.cases.queries.listing import LISTING
from app.cases.queries.panels import marks_of
from app.cases.queries.sight import seen_by, visible_to
from app.cases.queries.summary import found_by, handed_by, summary_of
from app.cases.rules import MONTH_PROCESS, PROCESS
from app.cases.rules.outcomes import MONTH_OUTCOMES, OLDER_OUTCOMES, OUTCOMES
from app.cases.terms import MATERIALS
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
from app.processes.registry import StepPage

CASE_LETTER = Kind(rows=LETTERS.rows, has_periods=False, flow=flow_of(LETTERS))
PARTS = (Party, Handling, CaseNumber, CaseMediator, Move, HouseholdCase)

CASE = Kind(
    rows=SubjectTable(
        name=Case.subject_kind,
        table=Case,
        sight=visible_to,
        named_as=lambda case: Named(case.number, case.title),
        page=lambda case: pages.address("cases.detail", case_id=case.public_id),
        begins=lambda case: case.title,
        told=told_of,
        is_same_day=is_same_day,
        options=(selectinload(Case.handlings),),
    ),
    projection=Projection(
        summary=summary_of,
        seen_by=seen_by,
        found_by=found_by,
        parts={part: lambda row: row.case_id for part in PARTS},
    ),
    people=People(
        participant=Party,
        calls=Permission.CASE_CALL,
        must_call=must_handle,
        neighbours=lambda case: select(Case.id).where(Case.committee_id == case.committee_id),
    ),
    links=Links(must_link=must_handle, handlers=accounts_handling),
    opening=Opening(
        label="另登记一件纠纷", registers=Permission.CASE_REGISTER, endpoint="cases.register_page", hands=handed_by
    ),
    listing=LISTING,
    marks=marks_of,
    told=TOLD,
    attachments=Attachments(
        materials=MATERIALS,
        must_add=must_file,
        may_open=may_open,
        closed_because=closed_because,
        shut="上面有完整号码，承办的调委会才能打开",
    ),
    flow=Flow(
        process=PROCESS,
        place=follow_flow.place,
        moved=follow_flow.moved,
        people=follow_flow.people,
        asked=asked_people,
        advice=follow_flow.advice,
        beforehand=follow_flow.beforehand,
        is_outdated=follow_flow.is_outdated,
        step_handlers=HANDLERS | OLDER_HANDLERS,
        outcomes=OUTCOMES | OLDER_OUTCOMES,
        beside=[SmallFlow(process=MONTH_PROCESS, step_handlers=MONTH_HANDLERS, outcomes=MONTH_OUTCOMES)],
        pages={
            "choose_mediators": StepPage("cases.mediators_page", "case_id"),
            "mediate": StepPage("cases.mediate_page", "case_id"),
        },
    ),
)
