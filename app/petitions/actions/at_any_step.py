"""Actions on a claim that no open step asks for: withdraw, urge, report, open a dispute, issue a letter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.core.clock import local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Permission
from app.matters.actions.record_deed import record_deed
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.petitions.actions.advice import handed_here_advice, objection_advice
from app.petitions.actions.awaited import (
    awaits_answer,
    awaits_final,
    awaits_review,
    final_requested,
    objection_answered,
    objection_dropped,
    review_requested,
    waits_to_be_sent,
)
from app.petitions.actions.handling import must_may, must_run
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.open_dispute import open_dispute
from app.petitions.actions.register_petition import add_claim
from app.petitions.actions.void_registration import registration_fault, void_registration
from app.petitions.actions.withdraw import may_withdraw, withdraw
from app.petitions.models import Claim
from app.petitions.models.records import MajorReport, ReviewRequestHere, Urging
from app.petitions.queries import handler_accounts
from app.petitions.rules.decisions import review_fault
from app.petitions.terms import LetterKind
from app.processes.registry import Submission
from workflows.diagrams.forms import DateKind


def _day(submission: Submission, name: str) -> date:
    value = submission.values.get(name)
    if not isinstance(value, date) or day_fault(DateKind.DEED, value, local(submission.now).date()):
        raise Invalid("日子不对。", {name: "请填今天或者今天以前的日子。"})
    return value


def urge(claim: Claim, submission: Submission) -> None:
    """催办: the desk reminds the handling office in its own page."""
    if claim.handling_office_id is None or claim.ending is not None:
        raise NotNow("这一项现在没有承办单位在办，不用催。")
    row = Urging(
        claim_id=claim.id, office_id=claim.handling_office_id, text=submission.text("text"), **submission.entry
    )
    db.session.add(row)
    db.session.flush()
    notify(
        handler_accounts(claim),
        kind=NoticeKind.STEP,
        key=f"urging:{row.id}",
        text=f"信访办催办 {claim.number}：{row.text}"[:280],
        subject_kind=claim.subject_kind,
        subject_id=claim.id,
        is_same_day=False,
        now=submission.now,
    )
    record_deed(claim, "claim:urged", submission)


def report_major(claim: Claim, submission: Submission) -> None:
    """A major or urgent matter is reported the same day (第25、46条)."""
    petition = claim.petition
    row = MajorReport(
        petition_id=petition.id,
        urgency=petition.urgency,
        reported_to=submission.text("reported_to"),
        method=submission.text("method"),
        text=submission.text("text"),
        **submission.entry,
    )
    db.session.add(row)
    record_deed(claim, "petition:major_reported", submission, reported_to=row.reported_to)


def review_request_here(claim: Claim, submission: Submission) -> None:
    """A request for review came to the town: registered, and the petitioner told where it belongs (第35、36条)."""
    fault = review_fault(claim.status, is_served=claim.delivered_on is not None)
    if fault:
        raise NotNow(fault)
    handed_on = _day(submission, "handed_on")
    if claim.delivered_on is not None and handed_on < claim.delivered_on:
        raise Invalid("日子不对。", {"handed_on": "不能早于处理意见书送达的那天。"})
    row = ReviewRequestHere(
        claim_id=claim.id,
        handed_on=handed_on,
        is_final=submission.text("stage") == "final",
        told_how=submission.text("told_how"),
        **submission.entry,
    )
    db.session.add(row)
    record_deed(claim, "claim:review_request_here", submission)


def split_off(claim: Claim, submission: Submission) -> None:
    """The letter asks for one more thing: a claim of its own."""
    must_run(claim)
    add_claim(claim.petition, submission.text("request"), actor=submission.actor, now=submission.now)
    record_deed(claim, "petition:claim_added", submission)


def hearing_notice(claim: Claim, submission: Submission) -> None:
    """The notice of a hearing waits for sign-off."""
    _letter(claim, submission, LetterKind.HEARING_NOTICE, ("held_at", "place", "host", "present", "contact"))


def closing_report(claim: Claim, submission: Submission) -> None:
    """The report to the body that assigned the matter waits for sign-off."""
    _letter(claim, submission, LetterKind.CLOSING_REPORT, ("text", "contact"))


def _letter(claim: Claim, submission: Submission, kind: LetterKind, names: tuple[str, ...]) -> None:
    draft_letter(
        kind, {name: submission.text(name) for name in names}, about=claim, actor=submission.actor, now=submission.now
    )


def _no_sentences(_claim: Claim) -> list[str]:
    return []


def _is_open(claim: Claim) -> bool:
    return claim.ending is None


def _is_handled(claim: Claim) -> bool:
    return claim.ending is None and claim.handling_office_id is not None


def _always(_claim: Claim) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """An action with its own page; its form has the same name in `bpmn/petition/deeds`."""

    permission: Permission
    act: Callable[[Claim, Submission], None]
    done: str
    label: str
    form: str
    is_danger: bool = False
    applies: Callable[[Claim], bool] = _is_open
    advice: Callable[[Claim], list[str]] = _no_sentences
    """Sentences above its form."""

    def carry_out(self, claim: Claim, submission: Submission) -> None:
        """Do it.  Raises `NotAllowed` without the right, and whatever the action itself refuses."""
        must_may(submission.actor, self.permission)
        self.act(claim, submission)


_DESK = Permission.PETITION_REGISTER
ACTIONS = {
    "objection_answered": Action(
        _DESK,
        objection_answered,
        "答复记下了。",
        "登记转送机关的答复",
        "objection_answered",
        applies=awaits_answer,
        advice=objection_advice,
    ),
    "objection_dropped": Action(
        _DESK,
        objection_dropped,
        "记下了，由镇里办，请再定怎么办理。",
        "异议没有发出，由镇里办",
        "objection_dropped",
        applies=waits_to_be_sent,
        advice=objection_advice,
    ),
    "review_requested": Action(
        _DESK,
        review_requested,
        "记下了，等区政府复查。",
        "区政府收到了复查请求",
        "review_requested",
        applies=awaits_review,
        advice=handed_here_advice,
    ),
    "final_requested": Action(
        _DESK,
        final_requested,
        "记下了，等市政府复核。",
        "市政府收到了复核请求",
        "final_requested",
        applies=awaits_final,
        advice=handed_here_advice,
    ),
    "urge": Action(_DESK, urge, "催办发出去了。", "催办", "urge", applies=_is_handled),
    "open_dispute": Action(
        _DESK, open_dispute, "登记好了一件纠纷，六十日照样算。", "转人民调解", "open_dispute", applies=_is_handled
    ),
    "hearing_notice": Action(
        _DESK, hearing_notice, "拟好了，等签发。", "拟听证通知书", "letter_hearing_notice", applies=_is_handled
    ),
    "closing_report": Action(
        _DESK,
        closing_report,
        "拟好了，等签发。",
        "拟办结报告",
        "letter_closing_report",
        applies=lambda claim: claim.petition.origin != "direct",
    ),
    "review_request": Action(
        _DESK,
        review_request_here,
        "登记了。请告诉信访人：复查向区政府、复核向市政府请求，以那里收到的日子为准。",
        "复查、复核请求交到了镇里",
        "review_request",
        applies=lambda claim: claim.delivered_on is not None,
    ),
    "add_claim": Action(_DESK, split_off, "分出来了，单独办。", "再分出一项诉求", "add_claim"),
    "major_report": Action(_DESK, report_major, "报告记下了。", "报告重大紧急情况", "major_report", applies=_always),
    "void_registration": Action(
        _DESK,
        void_registration,
        "这件登记作废了，留着能查到，不再办。",
        "登记错了、重了，作废",
        "void_registration",
        is_danger=True,
        applies=lambda claim: registration_fault(claim) is None,
    ),
    "withdraw": Action(
        _DESK,
        withdraw,
        "申请收到了，事情照常办；过三天由没有经手的人打电话核实。",
        "信访人书面撤回",
        "withdraw",
        is_danger=True,
        applies=may_withdraw,
    ),
}
