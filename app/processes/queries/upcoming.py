"""What lies ahead of an account, for its morning digest and its calendar feed: open steps and running periods."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.core.clock import end_of_day, local
from app.core.db import db
from app.core.ownership import owned_by
from app.deadlines.models import Deadline
from app.deadlines.queries import visible_to
from app.deadlines.queries.calendar_source import period_rule, town_calendar
from app.deadlines.queries.reckoned import ends_of, thresholds
from app.deadlines.registry import Named
from app.deadlines.registry import registry as deadlines
from app.deadlines.rules import light_of, light_words
from app.notifications.rules import Ahead
from app.processes.queries import dated_tasks

MOST = 100
HORIZON = timedelta(days=60)


def things_ahead(account: Account, now: datetime) -> Sequence[Ahead]:
    """The steps an account may answer that have a date, and the periods of its committee or office that have none open.

    The earliest unrolled end first; windows far ahead (beyond 60 days) are left out.
    """
    steps = [(task.deadline, task.label) for task in dated_tasks(account, limit=MOST) if task.deadline is not None]
    running = {deadline.id: (deadline, label) for deadline, label in steps}
    for deadline in _of_committee(account, now):
        running.setdefault(deadline.id, (deadline, todo_of(deadline.code)))
    open_ones = [one for one, _ in running.values() if one.subject_kind not in deadlines.closed_kinds]
    named = deadlines.named_all(open_ones)
    ahead = [_ahead(deadline, label, _number(deadline, named), now) for deadline, label in running.values()]
    return sorted(ahead, key=lambda one: (one.unrolled_on, one.due_at, one.uid))[:MOST]


def _number(deadline: Deadline, named: Mapping[tuple[str, int], Named]) -> str:
    """The subject's number; none of a closed kind leaves the house, for it would tell of what kind it is."""
    known = named.get((deadline.subject_kind, deadline.subject_id))
    return known.number if known else ""


def todo_of(code: str) -> str:
    """What the office has to do about a period: its title, or of what to remind parties whose right it is."""
    rule = period_rule(code)
    return rule.todo or rule.title


def _of_committee(account: Account, now: datetime) -> Sequence[Deadline]:
    if account.committee_id is None and account.office_id is None:
        return []
    of_offices = Deadline.committee_id.is_(None)
    own = of_offices if account.committee_id is None else owned_by(Deadline.committee_id, account.committee_id)
    found = select(Deadline).where(
        Deadline.closed_at.is_(None),
        own,
        Deadline.unrolled_at <= end_of_day(local(now).date() + HORIZON),
        visible_to(account),
    )
    return db.session.scalars(found.order_by(Deadline.unrolled_at).limit(MOST)).all()


def _ahead(deadline: Deadline, label: str, number: str, now: datetime) -> Ahead:
    ends = ends_of(deadline)
    return Ahead(
        uid=f"deadline-{deadline.public_id}",
        number=number,
        todo=label,
        due_on=deadline.due_on,
        unrolled_on=deadline.unrolled_on,
        due_at=deadline.due_at,
        is_timed=ends.is_timed,
        light=light_of(ends, now=now, thresholds=thresholds()).value,
        words=light_words(ends, now=now),
        is_provisional=deadline.is_provisional,
    )


def is_rest_day(day: date) -> bool:
    """Whether offices rest, by the town's calendar."""
    return town_calendar().is_rest(day)


def links_of(subjects: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The pages of subjects, by kind and id; the front page for what has none, or is gone."""
    return dict.fromkeys(subjects, "/") | deadlines.links_of(subjects)
