"""Give a case its number: one series per committee and year, no gap and no double under concurrency."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.audit.actions.record import record
from app.cases.models import Case, CaseNumber, NumberSeries
from app.cases.rules import number_text
from app.core import clock
from app.core.db import db, locked_or_made
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.organisations.models import Body


def _locked_series(committee_id: int, year: int) -> NumberSeries:
    wanted = select(NumberSeries).where(NumberSeries.committee_id == committee_id, NumberSeries.year == year)
    return locked_or_made(wanted, lambda: NumberSeries(committee_id=committee_id, year=year, last=0))


def give_number(case: Case, committee: Body, *, now: datetime) -> CaseNumber:
    """Draw the committee's next number of the year for a case.  The series stays locked until commit."""
    year = clock.local(now).year
    series = _locked_series(committee.id, year)
    series.last += 1
    number = CaseNumber(
        committee_id=committee.id,
        year=year,
        sequence=series.last,
        text=number_text(year, committee.short_name or committee.name, series.last),
        case_id=case.id,
        given_at=now,
    )
    db.session.add(number)
    db.session.flush()
    return number


def void_number(case: Case, *, reason: str, actor: Actor, now: datetime) -> CaseNumber:
    """Void the current number with a reason and give the next one; a voided number is never given again.

    Raises `NotNow` before acceptance or after the case has ended, `Invalid` without a reason.
    """
    handling = case.handling
    if handling is None:
        raise NotNow("这件还没有编号，不用作废。")
    if case.ended_at is not None:
        raise NotNow("案件已经办完，编号不能再作废。")
    if not reason.strip():
        raise Invalid("请写明为什么作废。", {"reason": "请写明为什么作废。"})
    old = db.session.scalars(select(CaseNumber).where(CaseNumber.text == handling.number)).one()
    old.voided_at, old.void_reason = now, reason.strip()
    new = give_number(case, handling.committee, now=now)
    handling.number = new.text
    record("case:number_voided", case, actor, now=now, detail={"old": old.text, "new": new.text, "reason": reason})
    return new
