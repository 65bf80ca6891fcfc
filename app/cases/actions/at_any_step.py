"""Actions on a case that no open step asks for: stop, withdraw, report, invite, void a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.cases.actions.case_deadlines import extend_court_report, report_to_court
from app.cases.actions.correct_days import put_days_right
from app.cases.actions.number import void_number
from app.cases.actions.series import (
    dividing_fault,
    finish_divided,
    hold_both,
    joining_fault,
    leaving_fault,
    put_into_series,
    take_out_of_series,
)
from app.cases.actions.void_registration import void_registration
from app.cases.actions.who_takes_part import (
    ask_again,
    asking_again_fault,
    rights_told_later,
    stop,
    telling_later_fault,
    withdraw,
)
from app.cases.models import Case, Risk
from app.cases.models.records import HelpInvitation, PoliceReport
from app.cases.queries.asked import of_those_asked
from app.cases.queries.handling import (
    correcting_fault,
    hold,
    may_void,
    must_be,
    must_handle,
    over_fault,
    stopping_fault,
    voiding_fault,
)
from app.cases.rules import standing
from app.cases.rules.consents import court_longer_fault, help_fault
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.core.permissions import Actor, Permission, may
from app.matters.actions.record_deed import record_deed
from app.processes.registry import Submission


def report_police(case: Case, submission: Submission) -> None:
    """Report to the police; the case goes on (人民调解法 第25条)."""
    report = PoliceReport(
        case_id=case.id, receiver=submission.text("receiver"), reason=submission.text("reason"), **submission.entry
    )
    db.session.add(report)
    record_deed(case, "case:reported_to_police", submission)


def set_risk(case: Case, submission: Submission) -> None:
    """How likely the dispute is to flare up."""
    old, case.risk = case.risk, Risk(submission.text("risk"))
    record_deed(case, "case:risk_set", submission, old=old.value, new=case.risk.value, reason=submission.text("reason"))


def invite_help(case: Case, submission: Submission) -> None:
    """Somebody comes to help, nobody having refused; the case does not move (第20条)."""
    fault = help_fault(of_those_asked(case, "invite_help", submission.per_party("consents")).values())
    if fault:
        raise Invalid("有当事人不同意，不能请。", {"consents": fault})
    invitation = HelpInvitation(
        case_id=case.id,
        helper_kind=submission.text("helper_kind"),
        helper=submission.text("helper"),
        reason=submission.text("reason"),
        **submission.entry,
    )
    db.session.add(invitation)
    record_deed(case, "case:help_invited", submission, helper_kind=submission.text("helper_kind"))


def void(case: Case, submission: Submission) -> None:
    """Void the number with a reason; the next one takes its place."""
    void_number(case, reason=submission.text("reason"), actor=submission.actor, now=submission.now)


def report_court(case: Case, submission: Submission) -> None:
    """The result went back to the court that handed the matter over (特邀调解规定 第27条)."""
    report_to_court(case, on=local(submission.occurred_at).date(), actor=submission.actor, now=submission.now)
    said = {name: submission.text(name) for name in ("result", "note")}
    record_deed(case, "case:reported_to_court", submission, **said)


def extend_court(case: Case, submission: Submission) -> None:
    """All parties agree to a longer time for the court's mediation (特邀调解规定 第27条)."""
    must_be(court_longer_fault(of_those_asked(case, "extend_court", submission.per_party("consents")).values()))
    until = submission.values.get("until")
    if not isinstance(until, date):
        raise Invalid("延长的日子不对。", {"until": "请填延长到哪一天。"})
    extend_court_report(
        case, until, agreed_on=local(submission.occurred_at).date(), actor=submission.actor, now=submission.now
    )
    record_deed(case, "case:court_time_extended", submission, until=until)


def court_fault(case: Case) -> str | None:
    """Why no court is answered; where one handed the matter over, it may be told of it after the end too."""
    return standing.court_fault(from_court=case.court_file is not None)


def court_time_fault(case: Case) -> str | None:
    """Why no longer time is agreed for the court's mediation."""
    return over_fault(case) or court_fault(case)


def _hold_alone(case: Case, _submission: Submission) -> None:
    hold(case)


def _anybody(_case: Case, _actor: Actor) -> bool:
    return True


@dataclass(frozen=True)
class Action:
    """An action with its own page: permission, whether it is dangerous, what it does, what is said afterwards."""

    permission: Permission
    act: Callable[[Case, Submission], None]
    done: str
    label: str
    is_danger: bool = False
    fault: Callable[[Case], str | None] = over_fault
    """Why it cannot be done as the case stands; None when it can."""
    elsewhere: str = "请告诉他们。"
    """What another committee is asked to do instead."""
    whose: Callable[[Case, Actor], bool] = _anybody
    """Who of the committee may do it."""
    theirs: str = ""
    """What is said to the others."""
    lock: Callable[[Case, Submission], None] = _hold_alone
    """What is locked before anything is asked."""

    def is_offered(self, case: Case, actor: Actor) -> bool:
        """Whether the page of the case offers it: exactly when `carry_out` would not refuse actor and case."""
        return may(actor, self.permission, case) and self.whose(case, actor) and self.fault(case) is None

    def must_be_open_to(self, case: Case, actor: Actor) -> None:
        """Raises `NotAllowed` without the right or for another committee, `NotNow` when the case stands elsewhere."""
        if not may(actor, self.permission):
            raise NotAllowed("您的身份办不了这件事；请找本调委会主任。")
        must_handle(case, actor, self.elsewhere)
        if not self.whose(case, actor):
            raise NotAllowed(self.theirs)
        must_be(self.fault(case))

    def carry_out(self, case: Case, submission: Submission) -> None:
        """Do it behind the lock of the case's flow.

        Raises like `must_be_open_to`, `Invalid` for a moment to come, and whatever the action itself refuses.
        """
        self.lock(case, submission)
        self.must_be_open_to(case, submission.actor)
        if submission.occurred_at > submission.now:
            raise Invalid("时间还没有到。", {"occurred_at": "时间还没有到，请改成实际发生的时间。"})
        self.act(case, submission)


ACTIONS = {
    "ask_again": Action(
        Permission.CASE_ADVANCE, ask_again, "答复记下了。", "问还没答复的当事人", fault=asking_again_fault
    ),
    "tell_rights_later": Action(
        Permission.CASE_ADVANCE, rights_told_later, "告知记下了。", "补记告知权利义务", fault=telling_later_fault
    ),
    "invite_help": Action(Permission.CASE_ADVANCE, invite_help, "邀请记下了，案件不动。", "请人来帮"),
    "set_risk": Action(Permission.CASE_ADVANCE, set_risk, "记下了。", "激化风险"),
    "report_police": Action(
        Permission.CASE_ADVANCE,
        report_police,
        "报告记下了，案件照常办。",
        "报派出所",
        elsewhere="请告诉他们；情况紧急的，先打110。",
    ),
    "report_court": Action(
        Permission.CASE_ADVANCE, report_court, "回复法院记下了。", "记已回复法院", fault=court_fault
    ),
    "extend_court": Action(
        Permission.CASE_ADVANCE,
        extend_court,
        "延长记下了。",
        "延长回复法院的期限",
        fault=court_time_fault,
    ),
    "put_days_right": Action(
        Permission.CASE_CORRECT, put_days_right, "改好了，期限按新的日子重新算了。", "补填、更正算期限的日子"
    ),
    "void_number": Action(
        Permission.CASE_VOID_NUMBER, void, "旧号作废了，已换新号。", "编号作废", is_danger=True, fault=correcting_fault
    ),
    "void_registration": Action(
        Permission.CASE_STOP,
        void_registration,
        "这件登记作废了，留着能查到，不再办。",
        "登记错了、重了，作废",
        is_danger=True,
        fault=voiding_fault,
        whose=may_void,
        theirs="登记作废要由登记的人或者本调委会主任来办。",
    ),
    "put_into_series": Action(
        Permission.CASE_ADVANCE,
        put_into_series,
        "归到一起了，两边都看得到。",
        "归到系列案",
        fault=joining_fault,
        lock=hold_both,
    ),
    "take_out_of_series": Action(
        Permission.CASE_ADVANCE, take_out_of_series, "拿出来了，别的没有动。", "从系列案里拿出来", fault=leaving_fault
    ),
    "finish_divided": Action(
        Permission.CASE_STOP,
        finish_divided,
        "这件到此为止，各户的案接着办。",
        "都分了户，这件到此为止",
        is_danger=True,
        fault=dividing_fault,
    ),
    "withdraw": Action(
        Permission.CASE_STOP,
        withdraw,
        "撤回记下了。",
        "撤回申请",
        is_danger=True,
        fault=stopping_fault,
    ),
    "stop": Action(
        Permission.CASE_STOP,
        stop,
        "要求终止记下了。",
        "终止调解",
        is_danger=True,
        fault=stopping_fault,
    ),
}


def register_action(name: str, action: Action) -> None:
    """An upper room adds an action with its form of the same name."""
    ACTIONS[name] = action
