"""The term of every mediation committee as a running period: three years from its election (人民调解法 第9条).

The election is that of its head: a member who joins later sits for the rest of the term.

An expired term ends no office by itself; its period only reminds, until a newer election is on record.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from app.core.db import db
from app.core.terms import COMMITTEE_LEVELS
from app.core.transaction import transaction
from app.deadlines.actions.finish_deadline import meet_deadlines
from app.deadlines.actions.open_deadline import open_deadline
from app.deadlines.models import Deadline
from app.organisations.models import Body, Membership, Post
from workflows.periods.holidays import FIRST_YEAR

TERM = "M10"


def watch_terms(now: datetime) -> int:
    """Begin the period of every committee whose newest election has none yet; returns how many began."""
    waiting = _unwatched()
    for body, elected_on in waiting:
        meet_deadlines(body, {TERM}, on=elected_on, actor=None, now=now)
        db.session.flush()
        open_deadline(
            body,
            TERM,
            starts=elected_on,
            region=body.village.region if body.village else "",
            committee_id=body.id,
            actor=None,
            now=now,
        )
    return len(waiting)


def sweep_terms(now: datetime) -> int:
    """`watch_terms` in a transaction of its own, begun only when there is something to do."""
    db.session.rollback()
    if not _unwatched():
        return 0
    with transaction():
        _one_at_a_time()
        return watch_terms(now)


def _one_at_a_time() -> None:
    """Two sweeps that start together would both find a committee unwatched: the second waits, and finds none."""
    committees = select(Body.id).where(Body.level.in_(COMMITTEE_LEVELS)).order_by(Body.id)
    db.session.execute(committees.with_for_update()).all()


def _unwatched() -> list[tuple[Body, date]]:
    elected = func.max(Membership.elected_on)
    watched = (
        select(Deadline.subject_id, func.max(Deadline.starts_on).label("from_on"))
        .where(Deadline.subject_kind == Body.subject_kind, Deadline.code == TERM)
        .group_by(Deadline.subject_id)
        .subquery()
    )
    found = (
        select(Body, elected)
        .join(Membership, Membership.body_id == Body.id)
        .outerjoin(watched, watched.c.subject_id == Body.id)
        .where(Body.level.in_(COMMITTEE_LEVELS), Membership.ended_on.is_(None), Membership.post == Post.HEAD)
        .where(Membership.elected_on >= date(FIRST_YEAR, 1, 1))
        .group_by(Body.id, watched.c.from_on)
        .having((watched.c.from_on.is_(None)) | (watched.c.from_on < elected))
        .order_by(Body.id)
    )
    return [(body, elected_on) for body, elected_on in db.session.execute(found)]
