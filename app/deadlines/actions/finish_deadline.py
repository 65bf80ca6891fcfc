"""A period is over: what had to be done was done, or it has lost its object."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Actor, Subject
from app.deadlines.actions.calendar_lock import hold_calendar
from app.deadlines.models import Deadline
from app.deadlines.queries import running_of
from app.deadlines.terms import DeadlineState


def meet_deadlines(
    subject: Subject,
    codes: Collection[str],
    *,
    on: date,
    actor: Actor | None,
    now: datetime,
    part: str | None = None,
) -> list[Deadline]:
    """What the periods of these codes asked for was done on a day; returns those it was done for.

    Those are the running ones, and windows that closed by themselves although it was done in time and typed later.
    """
    hold_calendar()
    running = running_of(subject.subject_kind, subject.id)
    found = [*running, *_closed_by_lapse(subject, on)]
    return _finish(found, codes, DeadlineState.MET, on=on, actor=actor, now=now, part=part)


def close_deadlines(
    subject: Subject,
    *,
    actor: Actor | None,
    now: datetime,
    codes: Collection[str] | None = None,
    part: str | None = None,
) -> list[Deadline]:
    """The periods (of these codes, or all) have lost their object; returns those that were running."""
    hold_calendar()
    running = running_of(subject.subject_kind, subject.id)
    return _finish(running, codes, DeadlineState.CLOSED, on=None, actor=actor, now=now, part=part)


def _closed_by_lapse(subject: Subject, on: date) -> Sequence[Deadline]:
    """Windows that ran on a day and have closed by themselves since."""
    found = select(Deadline).where(
        Deadline.subject_kind == subject.subject_kind,
        Deadline.subject_id == subject.id,
        Deadline.state == DeadlineState.LAPSED,
        Deadline.closed_at.is_not(None),
        Deadline.starts_on <= on,
        Deadline.due_on >= on,
    )
    return db.session.scalars(found.order_by(Deadline.id)).all()


def _finish(
    deadlines: Sequence[Deadline],
    codes: Collection[str] | None,
    state: DeadlineState,
    *,
    on: date | None,
    actor: Actor | None,
    now: datetime,
    part: str | None,
) -> list[Deadline]:
    finished = []
    for deadline in deadlines:
        if (codes is None or deadline.code in codes) and part in (None, deadline.part):
            deadline.state, deadline.done_on = state, on
            deadline.closed_at, deadline.closed_by_id = now, actor.id if actor else None
            deadline.rings_at = deadline.leased_until = None
            finished.append(deadline)
    return finished
