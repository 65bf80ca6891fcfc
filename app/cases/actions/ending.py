"""Mediation ends without an agreement: why, and that the parties were told the other routes (人民调解法 第26条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.audit.actions.record import record
from app.cases.actions.case_deadlines import end_all
from app.cases.actions.ending_notices import send_notices
from app.cases.actions.freeze_papers import freeze_termination_notice
from app.cases.actions.move_level import leave_level
from app.cases.actions.transfer import leave_transfer_letter
from app.cases.models import Case
from app.cases.models.records import Termination, TerminationKind
from app.cases.queries import get_party, termination_of
from app.cases.queries.handling import must_be, must_handle, stopping_fault
from app.core.clock import SHANGHAI, local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor
from app.matters.terms import Participation
from app.processes.actions.raise_event import locked_process, raise_event
from app.processes.registry import Answer
from workflows.diagrams.forms import DateKind


def _write(case: Case, *, kind: TerminationKind, reason: str, party_id: int | None, entry: dict[str, object]) -> None:
    if not reason.strip():
        raise Invalid("请把原因写清楚，这段话会印在告知书上。", {"reason": "请把原因写清楚。"})
    kept = termination_of(case.id)
    if kept is None:
        db.session.add(Termination(case_id=case.id, kind=kind, reason=reason.strip(), party_id=party_id, **entry))
    else:
        kept.kind, kept.reason, kept.party_id = kind, reason.strip(), party_id


def end_mediation(case: Case, *, kind: TerminationKind, reason: str, answer: Answer) -> None:
    """A step's answer ends mediation: keep why.  Raises `Invalid` without a reason."""
    _write(case, kind=kind, reason=reason, party_id=None, entry=answer.entry)
    leave_level(case, on=local(answer.occurred_at).date(), outcome=kind.value)
    end_all(case, actor=answer.actor, now=answer.now)


def stop_mediation(
    case: Case,
    *,
    kind: TerminationKind,
    reason: str,
    asking: Sequence[int],
    occurred_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
) -> None:
    """A party stops mediation, or the applicant withdraws, from any state before effect (第23条第2项).

    `asking` are the ids of the parties who demand it; the trail keeps all of them, the notice names the first.  It is
    the committee that handles the case which ends it: another one that is told so passes it on.  Raises
    `NotAllowed`, `NotNow` once an agreement is in force (then there is performance, a new agreement, or suit) or
    mediation has ended already, `Invalid` without a reason or for a moment to come.
    """
    must_handle(case, actor, "请告诉他们。")
    must_be(stopping_fault(case))
    if occurred_at > now:
        raise Invalid("时间还没有到。", {"occurred_at": "时间还没有到，请改成实际提出的时间。"})
    leaving = [get_party(case, one) for one in asking]
    locked_process(case)
    for party in leaving:
        party.participation = Participation.LEFT
    entry: dict[str, object] = {
        "occurred_at": occurred_at,
        "entered_at": now,
        "spoken_by": (spoken_by or actor.display_name)[:100],
        "typed_by_id": actor.id,
    }
    _write(case, kind=kind, reason=reason, party_id=next(iter(asking), None), entry=entry)
    leave_level(case, on=local(occurred_at).date(), outcome=kind.value)
    end_all(case, actor=actor, now=now)
    leave_transfer_letter(case, now=now)
    raise_event(case, "stop_mediation", {"outcome": "ended"}, now=now)
    detail = {"asking": list(asking)}
    record(f"case:{kind.value}", case, actor, now=now, occurred_at=occurred_at, spoken_by=spoken_by, detail=detail)


REASONS = {
    "not_reached": TerminationKind.NOT_REACHED,
    "stopped": TerminationKind.STOPPED,
    "refused": TerminationKind.REFUSED,
    "not_accepted": TerminationKind.NOT_ACCEPTED,
    "outside": TerminationKind.OUTSIDE,
}


def tell_ended(case: Case, answer: Answer) -> None:
    """The parties were told in writing; the case is over."""
    told_on = answer.values.get("told_on")
    if not isinstance(told_on, date) or day_fault(DateKind.DEED, told_on, local(answer.now).date()):
        raise Invalid("告知的日子不对。", {"told_on": "请填实际告知的那一天，不能是以后的日子。"})
    kept = termination_of(case.id)
    kind = REASONS.get(answer.text("ended_because"), TerminationKind.NOT_REACHED)
    if kept is not None and answer.text("ended_because") not in REASONS:
        kind = kept.kind
    if kept is not None and kept.kind is TerminationKind.WITHDRAWN and kind is TerminationKind.STOPPED:
        kind = kept.kind
    if kept is None:
        end_mediation(case, kind=kind, reason=answer.text("reason"), answer=answer)
        kept = termination_of(case.id)
    if kept is not None:
        kept.kind, kept.reason = kind, answer.text("reason") or kept.reason
        kept.told_at = datetime(told_on.year, told_on.month, told_on.day, tzinfo=SHANGHAI)
        freeze_termination_notice(case, actor=answer.actor, now=answer.now)
        send_notices(case, answer, told_on=told_on)
    case.ended_at = answer.now
