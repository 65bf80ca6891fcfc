"""Who takes part changes at any step: the silent answer, somebody stops or withdraws, rights are told later."""

from __future__ import annotations

from app.cases.actions.stopping import end_for_all, stop_mediation
from app.cases.actions.willingness import keep_rights_told, keep_willingness
from app.cases.models import Case
from app.cases.models.records import TerminationKind
from app.cases.queries import get_party
from app.cases.queries.asked import ASKS_AGAIN, TELLS_LATER, asked_parties, sides
from app.cases.queries.handling import stopping_fault
from app.cases.rules.consents import REFUSED, agent_fault
from app.cases.rules.taking_part import OVER, Standing, standing_of
from app.core.errors import Invalid
from app.matters.actions.record_deed import record_deed
from app.processes.queries import open_task_named
from app.processes.registry import Submission

NOBODY_SILENT = "没有还没答复的当事人，不用再问。"
ASKED_AT_STEP = "现在正在“问各方愿不愿意调”，请在那一步里记。"
ALL_TOLD = "参加的人都告知过了，不用补记。"
TOLD_AT_STEP = "现在正在“告知权利义务”，请在那一步里记。"


def asking_again_fault(case: Case) -> str | None:
    """Why nobody is asked again: mediation is over, all have answered, or their own step asks them now."""
    over = stopping_fault(case)
    if over or not asked_parties(case, ASKS_AGAIN):
        return over or NOBODY_SILENT
    return None if standing_of(sides(case)) is Standing.READY else ASKED_AT_STEP


def telling_later_fault(case: Case) -> str | None:
    """Why nobody is told later: mediation is over, all were told, or their own step tells them now."""
    over = stopping_fault(case)
    if over or not asked_parties(case, TELLS_LATER):
        return over or ALL_TOLD
    is_open = standing_of(sides(case)) is not Standing.READY or open_task_named("case", case.id, "tell_rights")
    return TOLD_AT_STEP if is_open else None


def ask_again(case: Case, submission: Submission) -> None:
    """The silent were asked once more: the willing come in, who refuses is out, the others are asked again.

    Mediation ends when all of a side refuse by that (人民调解法 第17条).
    """
    answers = keep_willingness(case, submission, asked_by=ASKS_AGAIN)
    record_deed(case, "case:asked_again", submission, answers=dict(answers))
    if standing_of(sides(case)) in OVER:
        refusing = [party_id for party_id, state in answers.items() if state == REFUSED]
        who = "、".join(get_party(case, one).name for one in refusing)
        reason = submission.text("note") or f"{who}明确拒绝调解。"
        end_for_all(case, TerminationKind.REFUSED, reason, refusing, submission)


def rights_told_later(case: Case, submission: Submission) -> None:
    """Who was not told its rights before was told now (若干规定 第30条)."""
    keep_rights_told(case, submission)
    record_deed(case, "case:rights_told", submission, told=submission.per_party("told"))


def stop(case: Case, submission: Submission) -> None:
    """One or more parties demand that mediation ends: they leave it."""
    stop_mediation(case, TerminationKind.STOPPED, _asking(case, submission, "请选是谁要求终止的。"), submission)


def withdraw(case: Case, submission: Submission) -> None:
    """One or more who applied withdraw; a version that does not ask who means all of them."""
    asks = "asks" in submission.values
    asking = _asking(case, submission, "请选是谁撤回的。") if asks else []
    stop_mediation(case, TerminationKind.WITHDRAWN, asking, submission)


def _asking(case: Case, submission: Submission, nobody: str) -> list[int]:
    """Who wants out, in person or by an agent who may say so (民法典 第165、171条)."""
    said = submission.per_party("asks")
    asking = [party_id for party_id, how in said.items() if how != "no"]
    if not asking:
        raise Invalid(nobody, {"asks": nobody})
    by_agent = [get_party(case, party_id) for party_id, how in said.items() if how == "agent"]
    fault = agent_fault([party.name for party in by_agent if not any(agent.may_stop for agent in party.agents)])
    if fault:
        raise Invalid(fault, {"asks": fault})
    return asking
