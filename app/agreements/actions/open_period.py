"""A period of an agreement's case begins."""

from __future__ import annotations

from datetime import date, datetime

from app.agreements.models import Agreement
from app.core.permissions import Actor
from app.deadlines.actions.open_deadline import open_deadline


def open_period(
    agreement: Agreement,
    code: str,
    starts: date,
    *,
    actor: Actor,
    now: datetime,
    part: str = "",
    length: int | None = None,
) -> None:
    """Begin it at the committee that handles the case; `part` names the promise, `length` is what was agreed."""
    case = agreement.case
    open_deadline(
        case,
        code,
        starts=starts,
        region=case.region,
        committee_id=case.committee_id,
        actor=actor,
        now=now,
        part=part,
        length=length,
    )
