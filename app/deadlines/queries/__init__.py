"""Reads of deadlines; every list is narrowed to what the account may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, Subquery, and_, case, false, func, or_, select

from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.listing import Asked, Choice, Day, OneOf
from app.core.permissions import Actor
from app.deadlines.models import Deadline, TownDay, TownLength
from app.deadlines.queries.calendar_source import inner_reminders, period_rules
from app.deadlines.queries.reckoned import is_timed, thresholds
from app.deadlines.registry import registry
from app.deadlines.rules import Light
from workflows.periods.rules import Unit

PAGE = 30
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Every end comes after it: so said, SQLite walks the ends in order also where it has no statistics."""
MOST_COUNTED = 1_000
"""A count goes so far and one further."""


def running_of(subject_kind: str, subject_id: int) -> Sequence[Deadline]:
    """The periods of a subject that still have to be watched, the earliest first."""
    found = select(Deadline).where(
        Deadline.subject_kind == subject_kind, Deadline.subject_id == subject_id, Deadline.closed_at.is_(None)
    )
    return db.session.scalars(found.order_by(Deadline.unrolled_at, Deadline.id)).all()


def running_named(subject_kind: str, subject_id: int, code: str, part: str | None = None) -> Deadline | None:
    """The running period of this code (and part), if there is one."""
    running = running_of(subject_kind, subject_id)
    return next((one for one in running if one.code == code and part in (None, one.part)), None)


def newest_named(subject_kind: str, subject_id: int, code: str, part: str | None = None) -> Deadline | None:
    """The newest period of this code (and part), running or over: what is typed afterwards is judged by it too."""
    found = select(Deadline).where(
        Deadline.subject_kind == subject_kind, Deadline.subject_id == subject_id, Deadline.code == code
    )
    mine = found if part is None else found.where(Deadline.part == part)
    return db.session.scalar(mine.order_by(Deadline.id.desc()).limit(1))


def deadlines_of(subject_kind: str, subject_id: int, *, for_: Actor) -> Sequence[Deadline]:
    """Every period of a subject the account may see, those that run first."""
    found = select(Deadline).where(
        Deadline.subject_kind == subject_kind, Deadline.subject_id == subject_id, visible_to(for_)
    )
    return db.session.scalars(found.order_by(Deadline.closed_at.is_not(None), Deadline.unrolled_at, Deadline.id)).all()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Deadline` for what an account may see: what it may see of each kind of subject."""
    parts = [
        and_(Deadline.subject_kind == kind, subjects.visible(actor)) for kind, subjects in registry.kinds().items()
    ]
    return or_(false(), *parts)


def get_deadline(deadline_id: int, *, for_: Actor) -> Deadline:
    """A period the account may see.  Raises `NotFound`."""
    deadline = db.session.scalar(select(Deadline).where(Deadline.id == deadline_id, visible_to(for_)))
    if deadline is None:
        raise NotFound(OUT_OF_SIGHT)
    return deadline


@dataclass(frozen=True)
class Wanted(Asked):
    """What the list of running periods is asked for."""

    light: Annotated[Light | None, Choice("light", Light)] = None
    code: Annotated[str, OneOf("code", period_rules)] = ""
    due_before: Annotated[date | None, Day("before")] = None


def running(
    actor: Actor | None, wanted: Wanted, *, now: datetime, soon_at: datetime, page: int = 1, size: int = PAGE
) -> tuple[Sequence[Deadline], int]:
    """One page of running periods, the earliest unrolled end first, and how many there are, up to `MOST_COUNTED` + 1.

    They are walked once, as far as is counted.  No actor sees all of them, without those of closed kinds.
    `soon_at` is the moment up to which an unrolled end is 临期.
    """
    found = select(Deadline).where(Deadline.closed_at.is_(None), Deadline.unrolled_at >= BEFORE_ALL)
    in_sight = Deadline.subject_kind.not_in(registry.closed_kinds) if actor is None else visible_to(actor)
    found = _narrowed(found.where(in_sight), wanted, now=now, soon_at=soon_at)
    walked = found.with_only_columns(Deadline.id).order_by(Deadline.unrolled_at, Deadline.id)
    ids = db.session.scalars(walked.limit(max(MOST_COUNTED + 1, page * size))).all()
    shown = ids[(page - 1) * size : page * size]
    rows = {row.id: row for row in db.session.scalars(select(Deadline).where(Deadline.id.in_(shown)))}
    return [rows[key] for key in shown if key in rows], min(len(ids), MOST_COUNTED + 1)


def _narrowed(found: Select[Deadline], wanted: Wanted, *, now: datetime, soon_at: datetime) -> Select[Deadline]:
    if wanted.code:
        found = found.where(Deadline.code == wanted.code)
    if wanted.due_before is not None:
        found = found.where(Deadline.due_on <= wanted.due_before)
    if wanted.light is Light.OVERDUE:
        found = found.where(or_(Deadline.opened_at < Deadline.due_at, Deadline.code.not_in(inner_reminders())))
    return found if wanted.light is None else found.where(in_light(wanted.light, now=now, soon_at=soon_at))


def in_light(
    light: Light,
    *,
    now: datetime,
    soon_at: datetime,
    code: SQLColumnExpression[str] = Deadline.code,
    end: SQLColumnExpression[Any] = Deadline.unrolled_at,
) -> ColumnElement[bool]:
    """The condition for a light, on `Deadline` or on other columns that say the code and the unrolled end of one.

    `soon_at` is the last moment that is 临期 today, for periods of days.  What parties agreed on is never 超期.
    """
    if light is Light.OVERDUE:
        return and_(end < now, code.not_in([key for key, rule in period_rules().items() if rule.agreed]))
    of_hours = code.in_([code for code in period_rules() if is_timed(code)])
    last = case((of_hours, now + timedelta(hours=thresholds().hours)), else_=soon_at)
    if light is Light.SOON:
        return end.between(now, last)
    return end > last


def nearest(subject_kind: str) -> Subquery:
    """For joining to a list of subjects: `subject_id`, and the earliest `unrolled_at` and its `deadline_id`."""
    ranked = (
        select(
            Deadline.subject_id,
            Deadline.id.label("deadline_id"),
            Deadline.unrolled_at,
            func.row_number()
            .over(partition_by=Deadline.subject_id, order_by=(Deadline.unrolled_at, Deadline.id))
            .label("place"),
        )
        .where(Deadline.subject_kind == subject_kind, Deadline.closed_at.is_(None))
        .subquery()
    )
    return select(ranked.c.subject_id, ranked.c.deadline_id, ranked.c.unrolled_at).where(ranked.c.place == 1).subquery()


def touched_between(first: date, last: date, *, lock: bool = False) -> Sequence[Deadline]:
    """Running periods that a change of days from `first` to `last` may move.

    Periods of working days: begun before and not ended before.  All others count every day, so that only the days from
    the unrolled to the rolled end matter.  `lock` keeps them until the transaction ends.
    """
    working = [code for code, rule in period_rules().items() if rule.unit is Unit.WORKING_DAY]
    from_on = case((Deadline.code.in_(working), Deadline.starts_on), else_=Deadline.unrolled_on)
    found = select(Deadline).where(Deadline.closed_at.is_(None), Deadline.due_on >= first, from_on <= last)
    found = found.order_by(Deadline.unrolled_at, Deadline.id)
    if lock:
        found = found.with_for_update().execution_options(populate_existing=True)
    return db.session.scalars(found).all()


def changed_days(year: int) -> Sequence[TownDay]:
    """The single days of a year the town changed."""
    found = select(TownDay).where(TownDay.day >= date(year, 1, 1), TownDay.day <= date(year, 12, 31))
    return db.session.scalars(found.order_by(TownDay.day)).all()


def lengths_of(code: str) -> Sequence[TownLength]:
    """What a town set for a period, the newest first."""
    found = select(TownLength).where(TownLength.code == code)
    return db.session.scalars(found.order_by(TownLength.from_on.desc())).all()
