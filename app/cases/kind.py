"""The dispute as a kind of matter."""

from app.cases.actions import follow_flow
from app.cases.actions.steps import HANDLERS
from app.cases.actions.tell_of_period import is_same_day, told_of
from app.cases.models import Case
from app.cases.queries import visible_to
from app.cases.rules import PROCESS
from app.core import pages
from app.deadlines.registry import Named
from app.matters.registry.kinds import Flow, Kind
from app.matters.registry.period_subject import PeriodSubject
from app.processes.registry import StepPage

CASE = Kind(
    periods=PeriodSubject(
        name=Case.subject_kind,
        table=Case,
        sight=visible_to,
        named_as=lambda case: Named(case.number, case.title),
        page=lambda case: pages.address("cases.detail", case_id=case.id),
        begins=lambda case: case.title,
        told=told_of,
        is_same_day=is_same_day,
    ),
    flow=Flow(
        process=PROCESS,
        place=follow_flow.place,
        moved=follow_flow.moved,
        people=follow_flow.people,
        advice=follow_flow.advice,
        is_outdated=follow_flow.is_outdated,
        handlers=HANDLERS,
        pages={
            "choose_mediators": StepPage("cases.mediators_page", "case_id"),
            "mediate": StepPage("cases.mediate_page", "case_id"),
        },
    ),
)
