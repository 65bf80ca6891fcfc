"""Mediation ends without an agreement: why, and that the parties were told the other routes (人民调解法 第26条)."""

from __future__ import annotations

from datetime import date, datetime

from app.cases.actions.case_deadlines import end_all
from app.cases.actions.ending_notices import send_notices, ticked_routes
from app.cases.actions.freeze_papers import freeze_termination_notice
from app.cases.actions.move_level import leave_level
from app.cases.models import Case
from app.cases.models.records import Termination, TerminationKind
from app.cases.queries import termination_of
from app.cases.queries.asked import asked_parties
from app.core.clock import SHANGHAI, local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid
from app.processes.registry import Answer, Words
from workflows.diagrams.forms import DateKind

NOT_ALL_AGREED = "无争议的事实要各方都同意才能写进告知书；有人没同意的，请空着。"
NO_REASON = "请把原因写清楚，这段话会印在告知书上。"


def write_termination(
    case: Case, *, kind: TerminationKind, reason: str, party_id: int | None, entry: dict[str, object]
) -> None:
    """Keep why mediation ended; another reason than was kept takes its place.  Raises `Invalid` without one."""
    if not reason.strip():
        raise Invalid(NO_REASON, {"reason": "请把原因写清楚。"})
    kept = termination_of(case.id)
    if kept is None:
        db.session.add(Termination(case_id=case.id, kind=kind, reason=reason.strip(), party_id=party_id, **entry))
    else:
        kept.kind, kept.reason, kept.party_id = kind, reason.strip(), party_id


def end_mediation(case: Case, *, kind: TerminationKind, reason: str, answer: Answer) -> None:
    """A step's answer ends mediation: keep why.  Raises `Invalid` without a reason."""
    write_termination(case, kind=kind, reason=reason, party_id=None, entry=answer.entry)
    leave_level(case, on=local(answer.occurred_at).date(), outcome=kind.value)
    end_all(case, actor=answer.actor, now=answer.now)


REASONS = {
    "not_reached": TerminationKind.NOT_REACHED,
    "unreached": TerminationKind.UNREACHED,
    "withdrawn": TerminationKind.WITHDRAWN,
    "stopped": TerminationKind.STOPPED,
    "refused": TerminationKind.REFUSED,
    "not_accepted": TerminationKind.NOT_ACCEPTED,
    "outside": TerminationKind.OUTSIDE,
}


ENDED_AS = {
    TerminationKind.UNREACHED: "unreached",
    TerminationKind.STOPPED: "side_left",
    TerminationKind.WITHDRAWN: "side_left",
}
"""By which end of the diagram a mediation is over; by the common one where nothing stands here."""


def _undisputed(case: Case, answer: Answer) -> str:
    """The facts all who are told want written down.  Raises `Invalid` where somebody has not said so."""
    facts, wishes = answer.text("undisputed").strip(), answer.per_party("undisputed_agreed")
    if facts and not all(wishes.get(party.id) == "yes" for party in asked_parties(case, "tell_routes")):
        raise Invalid(NOT_ALL_AGREED, {"undisputed": NOT_ALL_AGREED})
    return facts


def tell_ended(case: Case, answer: Answer) -> Words:
    """The parties were told in writing; the case is over.  Returns by which end."""
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
        kept.told_routes, kept.undisputed_facts = ticked_routes(answer), _undisputed(case, answer)
        kept.told_at = datetime(told_on.year, told_on.month, told_on.day, tzinfo=SHANGHAI)
        freeze_termination_notice(case, actor=answer.actor, now=answer.now)
        send_notices(case, answer, told_on=told_on)
    case.ended_at = answer.now
    return {"outcome": "ended", "ended_as": ENDED_AS.get(kind, "")}
