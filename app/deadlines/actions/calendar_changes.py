"""What a change of the calendar moves: computed before it is confirmed, and carried out when it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.audit.actions.record import record
from app.core.db import db
from app.core.permissions import Actor
from app.deadlines.models import Deadline, DeadlineTrail
from app.deadlines.queries import touched_between
from app.deadlines.queries.reckoned import reckoning_of, write
from app.deadlines.registry import registry
from workflows.periods.holidays import Calendar
from workflows.periods.reckon import Reckoning


@dataclass(frozen=True)
class Change:
    """One running period the calendar moves or makes certain: its ends before and after."""

    deadline: Deadline
    unrolled_before: date
    due_before: date
    after: Reckoning

    @property
    def is_moved(self) -> bool:
        """Whether an end changes; otherwise it only loses (or gets) its 暂定."""
        return (self.unrolled_before, self.due_before) != (self.after.unrolled_on, self.after.due_on)


def changes_by(calendar: Calendar, first: date, last: date, *, lock: bool = False) -> list[Change]:
    """What another calendar, differing between two days, makes of every running period; changes nothing."""
    found = []
    for deadline in touched_between(first, last, lock=lock):
        after = reckoning_of(deadline, calendar)
        change = Change(deadline, deadline.unrolled_on, deadline.due_on, after)
        if change.is_moved or after.is_provisional != deadline.is_provisional:
            found.append(change)
    return found


def carry_out(changes: Sequence[Change], *, why: str, actor: Actor | None, now: datetime) -> None:
    """Write what changes, each on its own trail, and tell every follower of a moved end."""
    for change in changes:
        write(change.deadline, change.after, now=now)
    db.session.flush()
    for change in changes:
        if change.is_moved:
            detail = {"why": why, "before": change.due_before, "due_on": change.after.due_on}
            record("deadline:recomputed", DeadlineTrail(change.deadline), actor, now=now, detail=detail)
            registry.moved(change.deadline, now)
            subjects = registry.kinds().get(change.deadline.subject_kind)
            if subjects is not None:
                subjects.moved(change.deadline, change.due_before, why, now)
