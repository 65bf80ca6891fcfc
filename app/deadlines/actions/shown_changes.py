"""What a change of the calendar moves, as an account may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.core.permissions import Actor
from app.deadlines.actions.calendar_changes import Change
from app.deadlines.models import Deadline
from app.deadlines.queries import visible_to
from app.deadlines.registry import registry
from workflows.periods.rules import PeriodRule

NOT_SHOWN = "（名字不显示）"


@dataclass(frozen=True)
class Moved:
    """One line of the list of changes: whose period, which, from when to when."""

    number: str
    title: str
    rule: PeriodRule
    before: date
    after: date
    unrolled: date
    is_moved: bool


def changes_shown_to(changes: Iterable[Change], *, for_: Actor | None) -> list[Change]:
    """The changes that exist for an account (none: the command line): those of closed kinds only if it sees them."""
    listed = list(changes)
    closed = [one.deadline.id for one in listed if one.deadline.subject_kind in registry.closed_kinds]
    seen = _seen(closed, for_) if for_ is not None and closed else set()
    return [one for one in listed if one.deadline.id not in closed or one.deadline.id in seen]


def count_moved(changes: Iterable[Change], *, for_: Actor) -> int:
    """How many periods move, as an account may see it."""
    return sum(one.is_moved for one in changes_shown_to(changes, for_=for_))


def _seen(deadline_ids: list[int], actor: Actor) -> set[int]:
    return set(db.session.scalars(select(Deadline.id).where(Deadline.id.in_(deadline_ids), visible_to(actor))))


def moved_shown(changes: Iterable[Change], *, for_: Actor) -> list[Moved]:
    """What a change moves, those that move first; with the names only of what the account may see."""
    listed = changes_shown_to(changes, for_=for_)
    named = registry.named_all([one.deadline for one in listed])
    seen = _seen([one.deadline.id for one in listed], for_)
    shown = []
    for one in listed:
        subject = named[one.deadline.subject_kind, one.deadline.subject_id]
        shown.append(
            Moved(
                subject.number,
                subject.title if one.deadline.id in seen else NOT_SHOWN,
                one.after.rule,
                one.due_before,
                one.after.due_on,
                one.after.unrolled_on,
                one.is_moved,
            )
        )
    return sorted(shown, key=lambda one: not one.is_moved)
