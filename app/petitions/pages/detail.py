"""The page of a petition, gathered in its fixed order; an office sees its own claims alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.access_log import PHONES, looked
from app.core.clock import local
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, render
from app.core.permissions import Actor, Permission, may, sees_every_claim
from app.core.public_ids import NO_ROW, key_of, public_id_of
from app.deadlines.queries import running_of
from app.deadlines.queries.explained import Explained
from app.deadlines.queries.explained import rows_of as explained_rows
from app.matters.pages.files_shown import FilesShown, files_shown
from app.matters.pages.links import LinksShown, links_shown
from app.matters.pages.matter_page import MatterPage, matter_page
from app.matters.pages.voided_block import voided_lines
from app.matters.queries.corrections import overtaken_at
from app.papers.pages.hand_out import hand_out_marked
from app.papers.queries.prints import Printed, printed_of, with_prints
from app.petitions.actions.at_any_step import ACTIONS, Action
from app.petitions.actions.handling import must_not_be_void
from app.petitions.actions.reassign import HANDLED
from app.petitions.actions.withdraw import is_asked_for
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import UpperOpinion
from app.petitions.pages import blueprint
from app.petitions.pages.petition_history import history_of
from app.petitions.papers.fill_sheets import ABOUT, may_have_receipt, sheet_of
from app.petitions.papers.marked import sheet_paper
from app.petitions.papers.paper_list import Shown, letters_list, sheets_list
from app.petitions.papers.who_signed import described_and_named
from app.petitions.queries import (
    claims_of,
    earlier_petitions,
    get_petition,
    newest_period,
    rows_of,
    satisfaction_of,
)
from app.petitions.terms import (
    CHANNEL_NAMES,
    CLASS_NAMES,
    DECISION_NAMES,
    ENDING_NAMES,
    GROUND_NAMES,
    ORIGIN_NAMES,
    PROCESS,
    ROUTE_NAMES,
    SCORE_NAMES,
    STANCE_NAMES,
    STATUS_NAMES,
    TOLD_NAMES,
    UPPER_NAMES,
    URGENCY_NAMES,
    ClaimStatus,
    Origin,
    Urgency,
)
from app.processes.actions.standing import Standing, standings
from app.processes.models import Task
from app.processes.queries import open_steps_about

Facts = list[tuple[str, str]]
DIAGRAMS, BESIDE = "看全部流程图和文字", "看撤回怎么核实"


@dataclass(frozen=True)
class ClaimShown:
    """One claim on its petition's page; ``dispute`` and ``joined`` are addresses, empty when out of sight."""

    claim: Claim
    status: str
    facts: Facts
    uppers: list[tuple[str, str]]
    deadlines: list[Explained]
    may_reassign: bool
    dispute: str
    joined: str
    letters: list[Shown]
    actions: list[tuple[str, Action]]


@dataclass(frozen=True)
class PetitionPage:
    """Everything the page of a petition shows."""

    petition: Petition
    described: list[Petitioner]
    named: list[str]
    shows_phones: bool
    may_correct: bool
    frame: MatterPage
    first: Explained | None
    claims: list[ClaimShown]
    has_come_in: bool
    is_major: bool
    facts: Facts
    earlier: Sequence[Petition]
    sheets: list[Shown]
    files: FilesShown
    links: LinksShown
    diagrams: list[tuple[str, str]]


def petition_page(petition: Petition, actor: Actor) -> PetitionPage:
    """Values of templates/pages/petitions/detail.html."""
    claims = claims_of(petition, actor)
    open_ones = _open_steps(claims)
    tasks = [task for found in open_ones.values() for task in found]
    sees_all, printed = sees_every_claim(actor), printed_of("petition", petition.id)
    corrected = overtaken_at(petition.subject_kind, petition.id)
    shown = [claim_shown(claim, open_ones[claim.id], actor, printed) for claim in claims]
    periods = [one for claim in shown for one in claim.deadlines]
    described, named = described_and_named(petition)
    return PetitionPage(
        petition=petition,
        described=described,
        named=named,
        shows_phones=may(actor, Permission.PETITION_CALL),
        may_correct=may(actor, Permission.PETITION_REGISTER) and any(one.ending is None for one in petition.claims),
        frame=matter_page(
            actor,
            heading=petition.title if sees_all else claims[0].title,
            number=petition.number,
            standing=standing(claims, open_ones),
            tasks=tasks,
            waits=lambda task: f"{task.words}：等{task.place_name}办。",
            history=history_of(petition, claims, sees_all=sees_all),
            is_plural=len(claims) > 1,
            voided=[line for claim in claims[:1] for line in voided_lines(Claim.subject_kind, claim.id, actor)],
        ),
        first=min(periods, key=lambda one: one.deadline.unrolled_at, default=None),
        claims=shown,
        has_come_in=may_have_receipt(actor) and all(one.status is ClaimStatus.SORTING for one in claims),
        is_major=petition.urgency is Urgency.MAJOR,
        facts=_facts(petition),
        earlier=earlier_petitions(petition) if sees_all else [],
        files=files_shown(petition, actor),
        links=links_shown("petition", petition.id, actor),
        sheets=[] if petition.is_void else with_prints(sheets_list(petition, actor), printed, corrected_at=corrected),
        diagrams=_diagrams(claims),
    )


def _diagrams(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """What to press and where it leads, for each version the claims run in: the diagrams, with where they stand.

    A claim that was split off later may run in a newer version than the others of its petition.
    """
    positions = {claim.id: claim.position for claim in claims}
    found = standings("claim", list(positions))
    if not found:
        return [(DIAGRAMS, pages.address("processes.diagram", key=PROCESS))]
    main = [there for there in found if there.key == PROCESS]
    words = [DIAGRAMS] if len(main) == 1 else [f"{_which(positions, there)}：{DIAGRAMS}" for there in main]
    beside = [(BESIDE, there) for there in found if there.key != PROCESS]
    return [(said, _diagram(there)) for said, there in [*zip(words, main, strict=True), *beside]]


def _diagram(there: Standing) -> str:
    """The diagrams of a version, with where the claims stand in it."""
    first = public_id_of(Claim, there.subject_ids[0])
    return pages.address("processes.diagram", key=there.key, kind="claim", id=first, now=there.elements)


def _which(positions: Mapping[int, int], there: Standing) -> str:
    return f"第{'、'.join(str(one) for one in sorted(positions[one] for one in there.subject_ids))}项"


def _open_steps(claims: Sequence[Claim]) -> Mapping[int, Sequence[Task]]:
    """The open steps of each claim, and behind them those of its letters."""
    found = open_steps_about(Claim.subject_kind, [claim.id for claim in claims])
    return {claim.id: [task for task in found if task.matter_id == claim.id] for claim in claims}


def place_of(claim: Claim) -> str:
    """The claim's place on its petition's page."""
    return pages.address("petitions.detail", petition_id=claim.petition_id, _anchor=f"claim-{claim.position}")


def elsewhere(claim: Claim) -> ResponseReturnValue:
    """Lead to the claim when the step that was asked for is not open."""
    flash("这一步已经办过了，或者还没有到，下面是最新的情况。")
    return redirect(place_of(claim))


def standing(claims: Sequence[Claim], open_ones: Mapping[int, Sequence[Task]]) -> str:
    """Where the petition stands, a clause for every claim."""
    parts = [_claim_stands(claim, open_ones[claim.id]) for claim in claims]
    if len(claims) == 1:
        return f"{parts[0]}。"
    return "；".join(f"第{claim.position}项{part}" for claim, part in zip(claims, parts, strict=True)) + "。"


def _claim_stands(claim: Claim, tasks: Sequence[Task]) -> str:
    if claim.ending is not None:
        return f"已办结：{ENDING_NAMES[claim.ending]}"
    if not tasks:
        return STATUS_NAMES[claim.status]
    until = min((task.due_at for task in tasks if task.due_at), default=None)
    date_words = f"，{chinese_date(local(until).date())}前" if until else ""
    return f"现在在{tasks[0].place_name}：{'、'.join(task.words for task in tasks)}{date_words}"


def claim_shown(claim: Claim, tasks: Sequence[Task], actor: Actor, printed: Mapping[str, Printed]) -> ClaimShown:
    """One claim: what it asks, what was decided, its periods, its office, what else may be done."""
    may_register = may(actor, Permission.PETITION_REGISTER)
    return ClaimShown(
        claim=claim,
        status=STATUS_NAMES[claim.status],
        facts=claim_facts(claim),
        uppers=[_upper(row) for row in rows_of(UpperOpinion, claim.id)],
        deadlines=explained_rows(running_of("claim", claim.id), now=clock.now()),
        may_reassign=may_register and any(task.name in HANDLED for task in tasks),
        dispute=_dispute(claim, actor),
        joined=_joined(claim, actor),
        letters=with_prints(letters_list(claim), printed),
        actions=actions_of(claim, actor),
    )


def actions_of(claim: Claim, actor: Actor) -> list[tuple[str, Action]]:
    """The actions without a step that the actor may do here and now."""
    return [(name, one) for name, one in ACTIONS.items() if may(actor, one.permission) and one.applies(claim)]


def _dispute(claim: Claim, actor: Actor) -> str:
    """The address of the dispute the claim was led to; empty when there is none, or it is out of sight."""
    if claim.dispute_id is None or not may(actor, Permission.CASE_SEE):
        return ""
    return pages.address("cases.detail", case_id=claim.dispute_id)


def _joined(claim: Claim, actor: Actor) -> str:
    """The address of the claim it was joined to; empty when there is none, or it may be out of sight."""
    if claim.joined_to is None or not sees_every_claim(actor):
        return ""
    return place_of(claim.joined_to)


def claim_facts(claim: Claim) -> Facts:
    """What is known of a claim, in the order in which it comes about."""
    joined = claim.joined_to
    pairs: Facts = [
        ("诉求", claim.request),
        ("性质", CLASS_NAMES[claim.matter_class] if claim.matter_class else "还没有定"),
        ("走哪条路", ROUTE_NAMES[claim.route] if claim.route else ""),
        ("为什么这样定", claim.sorting_reason),
        ("并入", f"{joined.number}（{STATUS_NAMES[joined.status]}）" if joined else ""),
        ("决定", _decision(claim)),
        ("理由", GROUND_NAMES.get(claim.ground, "")),
        ("受理日期", chinese_date(claim.accepted_on)),
        ("承办单位", claim.handling_office.name if claim.handling_office else ""),
        ("内部要求哪天回", chinese_date(claim.inner_due_on)),
        ("核实的情况", claim.findings),
        ("对请求的态度", STANCE_NAMES[claim.stance] if claim.stance else ""),
        ("答复", _reply(claim)),
        ("处理意见书", chinese_date(claim.opinion_on)),
        ("哪天送到信访人", chinese_date(claim.delivered_on)),
        ("撤回申请", _withdrawal(claim)),
        ("办结", f"{chinese_date(claim.closed_on)}，{ENDING_NAMES[claim.ending]}" if claim.ending else ""),
        ("信访人的评价", _satisfaction(claim)),
    ]
    return [(what, value) for what, value in pairs if value]


def _decision(claim: Claim) -> str:
    if claim.decision is None:
        return ""
    return f"{DECISION_NAMES[claim.decision]}，{chinese_date(claim.decided_on)}"


def _reply(claim: Claim) -> str:
    told = TOLD_NAMES.get(claim.told_how, "")
    return f"{claim.reply}（{told}）" if claim.reply and told else claim.reply


def _withdrawal(claim: Claim) -> str:
    """Until when the call that asks about it waits; empty when none does."""
    period = newest_period(claim.id, "D15") if is_asked_for(claim) else None
    return f"已经收到，过了{chinese_date(period.due_on)}打电话问本人；核实以前照常办。" if period else ""


def _satisfaction(claim: Claim) -> str:
    said = satisfaction_of(claim.id)
    if said is None:
        return ""
    comment = f"；{said.comment}" if said.comment else ""
    return f"对信访办{SCORE_NAMES[said.desk]}，对承办单位{SCORE_NAMES[said.unit]}{comment}"


def _upper(row: UpperOpinion) -> tuple[str, str]:
    kind = "复核" if row.is_final else "复查"
    asked = f"{chinese_date(row.requested_on)}收到请求" + ("" if row.was_in_time else "（已经过期）")
    if row.result is None:
        return kind, f"{asked}，还没有意见。"
    answered = f"{chinese_date(row.decided_on)}{UPPER_NAMES[row.result]}（{row.number}）"
    return kind, f"{asked}；{answered}；信访人{chinese_date(row.received_on)}收到。{row.summary}"


def _facts(petition: Petition) -> Facts:
    due = f"，{chinese_date(petition.reply_due_on)}以前报结果" if petition.reply_due_on else ""
    pairs: Facts = [
        ("怎么来的", f"{CHANNEL_NAMES[petition.channel]}，{chinese_date(petition.received_on)}收到"),
        ("谁交来的", ORIGIN_NAMES[petition.origin] + due),
        ("事情在哪个村", petition.village.full_name if petition.village else "镇外或说不清"),
        ("急不急", URGENCY_NAMES[petition.urgency]),
        ("联名、同来人数", f"{petition.signatures}人"),
        ("事实和理由", petition.story),
    ]
    if petition.origin is not Origin.DIRECT:
        sent = [petition.transferred_by, petition.transfer_number, f"{chinese_date(petition.transferred_on)}收到"]
        pairs.insert(2, ("转来的机关", "，".join(one for one in sent if one)))
    return pairs


@blueprint.get("/<row(petition):petition_id>")
@requires(Permission.PETITION_SEE)
def detail(petition_id: int) -> ResponseReturnValue:
    """Where it stands, what I must do, days, people, the national system; every claim, story, what happened, sheets."""
    petition = get_petition(petition_id, for_=signed_in())
    page = petition_page(petition, signed_in())
    looked("petition", petition.id)
    if page.shows_phones:
        looked("petition", petition.id, PHONES)
    return render("petitions/detail.html", **vars(page))


@blueprint.get("/<row(petition):petition_id>/sheets/<name>.pdf")
@requires(Permission.PETITION_SEE)
def sheet(petition_id: int, name: str) -> ResponseReturnValue:
    """A sheet of the desk as PDF; `row` says which hearing, slip or claim it is about."""
    petition = get_petition(petition_id, for_=signed_in())
    must_not_be_void(petition)
    row_id = key_of(ABOUT[name], request.args.get("row")) if name in ABOUT else NO_ROW
    filled = sheet_of(petition, name, row_id=row_id, actor=signed_in(), now=clock.now())
    return hand_out_marked(filled, sheet_paper(petition, name, row_id), f"{name}-{petition.public_id}.pdf")
