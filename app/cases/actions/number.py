"""Give a case its number: one series per committee and year of acceptance."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from app.audit.actions.record import record
from app.cases.actions.freeze_papers import freeze_register
from app.cases.models import Case, CaseNumber
from app.cases.rules import number_text
from app.core import clock, pages
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.numbering import ByEvent
from app.core.permissions import Actor
from app.organisations.models import Body

NUMBERS = ByEvent("mediation")


def give_number(case: Case, committee: Body, *, accepted_on: date, now: datetime) -> CaseNumber:
    """Draw the committee's next number for a case, of the year of its acceptance while that year's book is open."""
    drawn = NUMBERS.draw(
        f"body:{committee.id}",
        on=accepted_on,
        today=clock.local(now).date(),
        open_days=pages.setting_number("NUMBER_BOOK_DAYS"),
    )
    number = CaseNumber(
        committee_id=committee.id,
        year=drawn.year,
        sequence=drawn.sequence,
        text=number_text(drawn.year, committee.short_name or committee.name, drawn.sequence),
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
    new = give_number(case, handling.committee, accepted_on=handling.accepted_on, now=now)
    handling.number = new.text
    freeze_register(case, actor=actor, now=now)
    record("case:number_voided", case, actor, now=now, detail={"old": old.text, "new": new.text, "reason": reason})
    return new
