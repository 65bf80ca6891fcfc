"""Record a sitting: a row of its own, never a lap of the flow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.audit.actions.record import record
from app.cases.actions.ask_order import ask_order
from app.cases.models import Case
from app.cases.models.records import MediationSession
from app.cases.queries.handling import hold, must_be, must_handle
from app.cases.rules.order import Event
from app.cases.rules.standing import sitting_fault
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor


@dataclass(frozen=True)
class Sitting:
    """What is written about a sitting."""

    place: str
    present: str
    statements: str
    found: str
    proposal: str
    result: str


def record_session(
    case: Case,
    sitting: Sitting,
    *,
    held_at: datetime,
    spoken_by: str,
    actor: Actor,
    now: datetime,
    is_so: bool = False,
) -> MediationSession:
    """Append a sitting with the next ordinal.

    Raises `NotAllowed` for another committee, `NotNow` once an agreement is in force or mediation is over, `Invalid`
    for a moment to come, and for a day out of the usual order until somebody says that it `is_so`.
    """
    hold(case)
    must_handle(case, actor)
    must_be(sitting_fault(case.status))
    if held_at > now:
        raise Invalid("调解的时间还没有到。", {"occurred_at": "时间还没有到，请改成实际调解的时间。"})
    ask_order(case, Event.SITTING, local(held_at).date(), is_so=is_so, actor=actor, now=now)
    count = select(func.count()).select_from(MediationSession).where(MediationSession.case_id == case.id)
    row = MediationSession(
        case_id=case.id,
        body_id=case.body_id,
        ordinal=(db.session.scalar(count) or 0) + 1,
        place=sitting.place,
        present=sitting.present,
        statements=sitting.statements,
        found=sitting.found,
        proposal=sitting.proposal,
        result=sitting.result,
        occurred_at=held_at,
        entered_at=now,
        spoken_by=(spoken_by or actor.display_name)[:100],
        typed_by_id=actor.id,
    )
    db.session.add(row)
    db.session.flush()
    record("case:session_recorded", case, actor, now=now, occurred_at=held_at, detail={"ordinal": row.ordinal})
    return row
