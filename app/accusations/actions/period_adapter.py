"""Who sees the periods of accusations: the officers of the closed domain, and nobody else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from app.accusations.actions.tell import officers_for
from app.accusations.models import Accusation
from app.accusations.queries import visible_to
from app.core import pages
from app.core.db import db
from app.core.permissions import Actor
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.shown import moved_words, ring_words
from app.deadlines.registry import Named
from app.deadlines.terms import Stage
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind


class AccusationDeadlines:
    """See `app.deadlines.registry.Subjects`."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The periods of the accusations the account may see."""
        return Deadline.subject_id.in_(select(Accusation.id).where(visible_to(actor)))

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """Number alone, never a name."""
        rows = db.session.scalars(select(Accusation).where(Accusation.id.in_(subject_ids)))
        return {row.id: Named(row.number, "检举控告") for row in rows}

    def link(self, subject_id: int) -> str:
        """The accusation's page."""
        return pages.address("accusations.detail", accusation_id=subject_id)

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """Tell the officers that the last day is another one."""
        text = moved_words(deadline, period_rule(deadline.code), before, why)
        self._tell(deadline, NoticeKind.CALENDAR, f"moved:{deadline.id}:{before}:{deadline.due_on}", text, now)

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """Tell the officers."""
        text = ring_words(deadline, period_rule(deadline.code), stage, now=now)
        self._tell(deadline, NoticeKind.DEADLINE, f"deadline:{deadline.id}:{stage}:{deadline.due_on}", text, now)

    def _tell(self, deadline: Deadline, kind: NoticeKind, key: str, text: str, now: datetime) -> None:
        row = db.session.get_one(Accusation, deadline.subject_id)
        notify(
            officers_for(row),
            kind=kind,
            key=key,
            text=f"{row.number}：{text}",
            subject_kind=row.subject_kind,
            subject_id=row.id,
            is_same_day=False,
            now=now,
        )
