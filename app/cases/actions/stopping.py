"""A party stops mediation, or the applicant withdraws: who asks leaves; it ends when a side is empty (第23条第2项)."""

from __future__ import annotations

from collections.abc import Sequence

from app.cases.actions.case_deadlines import end_all
from app.cases.actions.ending import NO_REASON, write_termination
from app.cases.actions.leaving import take_out
from app.cases.actions.move_level import leave_level
from app.cases.actions.transfer import leave_transfer_letter
from app.cases.models import Case, Party
from app.cases.models.records import TerminationKind
from app.cases.papers.fill_notices import ENDINGS
from app.cases.queries import get_party
from app.cases.queries.handling import must_be, must_handle, stopping_fault
from app.cases.queries.panels import may_lose_a_party
from app.cases.rules.taking_part import OUT, OVER, Standing
from app.core.clock import local
from app.core.errors import Invalid
from app.matters.actions.record_deed import record_deed
from app.matters.terms import Participation
from app.processes.actions.raise_event import locked_process, raise_event
from app.processes.registry import Submission


def stop_mediation(case: Case, kind: TerminationKind, asking: Sequence[int], submission: Submission) -> None:
    """Parties demand that mediation stops, or withdraw, from any state before effect (第23条第2项): they leave.

    `asking` are the ids of those who demand it; mediation ends when a side is empty by that (一方全部退出), or a text
    is fixed that cannot stand without them.  The others go on.  It is the committee that handles the case which
    writes it: another one that is told so passes it on.  Raises `NotAllowed`, `NotNow` once an agreement is in force
    (then there is performance, a new agreement, or suit) or mediation has ended already, `Invalid` without a reason,
    for a moment to come, and for one who is out already.
    """
    must_handle(case, submission.actor, "请告诉他们。")
    must_be(stopping_fault(case))
    if submission.occurred_at > submission.now:
        raise Invalid("时间还没有到。", {"occurred_at": "时间还没有到，请改成实际提出的时间。"})
    reason = submission.text("reason").strip()
    if not reason:
        raise Invalid(NO_REASON, {"reason": "请把原因写清楚。"})
    leaving = _still_in(case, asking)
    locked_process(case)
    goes_on = bool(leaving) and may_lose_a_party(case.id)
    if goes_on and _leave(case, leaving, kind, reason, submission) not in OVER:
        record_deed(case, "case:left", submission, asking=list(asking), kind=kind.value, reason=reason[:300])
        return
    for party in leaving:
        party.participation = Participation.LEFT
    end_for_all(case, kind, reason, asking, submission)
    record_deed(case, f"case:{kind.value}", submission, asking=list(asking))


def _still_in(case: Case, asking: Sequence[int]) -> list[Party]:
    leaving = [get_party(case, one) for one in asking]
    gone = [party.name for party in leaving if party.participation in OUT]
    if gone:
        fault = f"{'、'.join(gone)}已经不参加调解了，不用再记。"
        raise Invalid(fault, {"asks": fault})
    return leaving


def _leave(
    case: Case, leaving: Sequence[Party], kind: TerminationKind, reason: str, submission: Submission
) -> Standing:
    return take_out(
        case,
        leaving,
        out=Participation.LEFT,
        why=ENDINGS[kind],
        reason=reason,
        on=local(submission.occurred_at).date(),
        actor=submission.actor,
        now=submission.now,
    )


def end_for_all(case: Case, kind: TerminationKind, reason: str, asking: Sequence[int], submission: Submission) -> None:
    """Mediation is over in whatever state it stands; `asking` are those because of whom.  Raises `Invalid`."""
    write_termination(case, kind=kind, reason=reason, party_id=next(iter(asking), None), entry=submission.entry)
    leave_level(case, on=local(submission.occurred_at).date(), outcome=kind.value)
    end_all(case, actor=submission.actor, now=submission.now)
    leave_transfer_letter(case, now=submission.now)
    raise_event(case, "stop_mediation", {"outcome": "ended"}, now=submission.now)
