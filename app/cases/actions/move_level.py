"""Where a case stands: which rung, which body, since when."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.cases.actions.case_deadlines import hand_over
from app.cases.models import Case, LevelStay
from app.core.db import db
from app.core.terms import Level
from app.organisations.models import Body, Person
from app.organisations.queries import body_covering, town_committee


def body_for(case: Case, level: Level) -> Body:
    """The body of a rung for this case: the one that covers the first known party's household."""
    if level is Level.TOWN:
        return town_committee()
    known = next((party.person_id for party in case.parties if party.person_id is not None), None)
    person = db.session.get(Person, known) if known else None
    return body_covering(level, case.village_id, person.household_id if person else None)


def put_on_level(case: Case, body: Body, *, on: date) -> None:
    """The case is now with this body: its columns and periods, the stay that ends, the stay that begins."""
    leave_level(case, on=on, outcome="moved")
    case.level, case.body_id, case.committee_id = body.level, body.id, body.sealing_id
    db.session.add(LevelStay(case_id=case.id, level=body.level, body_id=body.id, entered_on=on))
    hand_over(case)
    db.session.flush()
    db.session.refresh(case, ["body", "committee"])


def leave_level(case: Case, *, on: date, outcome: str) -> None:
    """The current stay ends, if one is open."""
    open_stay = select(LevelStay).where(LevelStay.case_id == case.id, LevelStay.left_on.is_(None))
    for stay in db.session.scalars(open_stay):
        stay.left_on, stay.outcome = on, outcome
