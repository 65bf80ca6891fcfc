"""What the case page shows, gathered in its fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.cases.actions.at_any_step import ACTIONS, Action
from app.cases.actions.change_mediators import offers_change
from app.cases.actions.correct_days import ON_NO_PAPER
from app.cases.models import PART_NAMES, RISK_NAMES, SOURCE_NAMES, Case, CaseNumber
from app.cases.models.records import HelpInvitation
from app.cases.pages.series_shown import SeriesShown, series_shown
from app.cases.papers.reading import reader_of
from app.cases.queries import (
    helpers_of,
    mediators_of,
    numbers_of,
    stays_of,
)
from app.cases.queries.handling import correcting_fault
from app.cases.queries.panels import panels_of, papers_of
from app.cases.queries.to_explain import to_explain
from app.cases.rules.standing import OVER, printing_fault, sitting_fault
from app.cases.terms import STATUS_NAMES
from app.core import clock
from app.core.clock import local
from app.core.copies import Reader
from app.core.pages import chinese_date
from app.core.permissions import Actor, Permission, handles, may
from app.core.terms import DISPUTE_TYPE_NAMES, LADDER, LEVEL_NAMES
from app.deadlines.queries import running_of
from app.deadlines.queries.explained import Explained, rows_of
from app.matters.pages.files_shown import FilesShown, files_shown
from app.matters.pages.history import History
from app.matters.pages.links import LinksShown, links_shown
from app.matters.pages.matter_page import MatterPage, matter_page
from app.matters.pages.voided_block import voided_lines
from app.matters.queries.corrections import overtaken_at
from app.papers.queries.prints import printed_of, with_prints
from app.processes.actions.standing import elements_at
from app.processes.models import Task
from app.processes.queries import open_steps_about

SHORT = {"clan": "家族", "group": "村民组", "village": "村", "town": "镇"}


@dataclass(frozen=True)
class Rung:
    """A rung of the ladder: ``state`` is current, passed, skipped or ahead, ``on`` the day it was entered."""

    short: str
    name: str
    state: str
    on: str


@dataclass(frozen=True)
class CasePage:
    """Everything the page of a case shows; ``now_at`` names the elements of the diagrams at which it stands."""

    frame: MatterPage
    case: Case
    deadlines: list[Explained]
    steps: list[Rung]
    papers: list[dict[str, str]]
    panels: list[tuple[str, object]]
    files: FilesShown
    links: LinksShown
    series: SeriesShown
    mediators: list[tuple[str, str]]
    helpers: Sequence[HelpInvitation]
    numbers: Sequence[CaseNumber]
    actions: list[tuple[str, Action]]
    is_handling: bool
    may_record_sitting: bool
    may_change_mediators: bool
    shows_phones: bool
    may_correct_party: bool
    may_correct: bool
    now_at: list[str]
    facts: list[tuple[str, str]]
    risk_name: str
    to_explain: list[str]


def case_page(case: Case, actor: Actor) -> CasePage:
    """Values of templates/pages/cases/detail.html."""
    steps = open_steps_about("case", [case.id])
    open_ones = [task for task in steps if task.subject_kind == case.subject_kind]
    return CasePage(
        frame=matter_page(
            actor,
            heading=case.title,
            number=case.number or "还没编号",
            standing=standing(case, open_ones),
            tasks=steps,
            waits=_waits,
            history=History({("case", case.id): ""}),
            voided=voided_lines("case", case.id, actor),
        ),
        case=case,
        deadlines=rows_of(running_of("case", case.id), now=clock.now()),
        steps=staircase(case),
        papers=offered_papers(case, actor),
        panels=panels_of(case),
        files=files_shown(case, actor),
        links=links_shown("case", case.id, actor),
        series=series_shown(case, actor),
        mediators=[(PART_NAMES[one.part], one.pool_member.person.name) for one in mediators_of(case.id)],
        helpers=helpers_of(case.id),
        numbers=numbers_of(case.id),
        actions=actions_of(case, actor),
        is_handling=handles(actor, case),
        may_record_sitting=_may_record_sitting(case, open_ones, actor),
        may_change_mediators=offers_change(case, actor),
        shows_phones=may(actor, Permission.CASE_CALL, case),
        may_correct_party=handles(actor, case) and correcting_fault(case) is None,
        may_correct=may(actor, Permission.CASE_CORRECT, case) and correcting_fault(case) is None,
        now_at=elements_at("case", case.id),
        facts=facts_of(case),
        risk_name=RISK_NAMES[case.risk],
        to_explain=to_explain(case),
    )


def _may_record_sitting(case: Case, tasks: Sequence[Task], actor: Actor) -> bool:
    """Whether a sitting is entered from here: before effect, and where its own step does not stand open anyway."""
    is_asked = any(task.name == "mediate" for task in tasks)
    return not is_asked and handles(actor, case) and sitting_fault(case.status) is None


WHOSE = {"adviser": "的法律顾问", "head": "主任", "receiver": "主任"}
"""Who of a place answers a step, where it is not just anybody there; by the role of the step."""


def _waits(task: Task) -> str:
    return f"{task.words}：等{task.place_name}{WHOSE.get(task.role, '')}办。"


def facts_of(case: Case) -> list[tuple[str, str]]:
    """What the dispute is about; mediation is open to others only when every party asked for it (人民调解法 第23条)."""
    sent_by = f"，{case.referred_by}" if case.referred_by else ""
    pairs = [
        ("类型", DISPUTE_TYPE_NAMES[case.dispute_type]),
        ("怎么来的", SOURCE_NAMES[case.source] + sent_by),
        ("村", case.village.full_name),
        ("简要情况", case.facts),
        ("请求", case.claims),
    ]
    return [*pairs, ("公不公开", "公开进行，各方都要求")] if case.is_public else pairs


def offered_papers(case: Case, actor: Actor) -> list[dict[str, str]]:
    """The papers of a case, each with the word for what the actor gets when printing it."""
    if printing_fault(case.status) is not None:
        return []
    overtaken = overtaken_at("case", case.id, besides=ON_NO_PAPER)
    papers = with_prints(papers_of(case), printed_of("case", case.id), corrected_at=overtaken)
    if reader_of(case, actor) is Reader.HANDLING:
        return papers
    return [{**one, "action": "打印查阅件" if one["action"] == "打印" else one["action"]} for one in papers]


def actions_of(case: Case, actor: Actor) -> list[tuple[str, Action]]:
    """The actions without a step that the actor may do here and now."""
    return [(name, one) for name, one in ACTIONS.items() if one.is_offered(case, actor)]


def standing(case: Case, open_ones: list[Task]) -> str:
    """Where the case stands, in one sentence."""
    if not open_ones:
        return f"{STATUS_NAMES[case.status]}。"
    now = "、".join(task.words for task in open_ones)
    until = min((task.due_at for task in open_ones if task.due_at), default=None)
    date_words = f"，{chinese_date(local(until).date())}前" if until else ""
    return f"现在在{open_ones[0].place_name}：{now}{date_words}。"


def staircase(case: Case) -> list[Rung]:
    """The four rungs as the ladder picture draws them, lowest first."""
    stays = {stay.level: stay for stay in stays_of(case.id)}
    steps = []
    for level in LADDER:
        stay = stays.get(level)
        is_here = case.level is level and stay is not None and case.status not in OVER
        was_passed_by = bool(stays) and LADDER.index(level) < LADDER.index(case.level)
        state = "current" if is_here else "passed" if stay else "skipped" if was_passed_by else "ahead"
        on = f"{stay.entered_on.month}月{stay.entered_on.day}日" if stay else ""
        steps.append(Rung(SHORT[level.value], LEVEL_NAMES[level], state, on))
    return steps
