"""What the deadline room must know of a committee: who sees its term, what lists call it, whom a ring tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select, true

from app.accounts.models import Account
from app.core import pages
from app.core.db import db
from app.core.ownership import owned_by
from app.core.permissions import Actor, Role, sees_every_committee
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.shown import moved_words, ring_words
from app.deadlines.registry import Named
from app.deadlines.terms import Stage
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.organisations.models import Body
from app.organisations.queries import get_body


class CommitteeDeadlines:
    """See `app.deadlines.registry.Subjects`."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The term of one's own committee; 司法所 and the administrator see all."""
        return true() if sees_every_committee(actor) else owned_by(Deadline.subject_id, actor.committee_id)

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """Committees have no case number."""
        bodies = db.session.scalars(select(Body).where(Body.id.in_(subject_ids)))
        return {body.id: Named("", body.name) for body in bodies}

    def link(self, subject_id: int) -> str:
        """The page of the committee."""
        return pages.address("organisations.detail", body_id=subject_id)

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """A term does not roll over rest days, so no calendar moves it; said all the same if one does."""
        words = moved_words(deadline, period_rule(deadline.code), before, why)
        self._tell(deadline, NoticeKind.CALENDAR, f"moved:{deadline.id}:{before}:{deadline.due_on}", words, now)

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """Tell the committee's head and 司法所, which guides the election."""
        words = ring_words(deadline, period_rule(deadline.code), stage, now=now)
        self._tell(deadline, NoticeKind.DEADLINE, f"deadline:{deadline.id}:{stage}:{deadline.due_on}", words, now)

    def _tell(self, deadline: Deadline, kind: NoticeKind, key: str, words: str, now: datetime) -> None:
        body = get_body(deadline.subject_id)
        own = (Account.committee_id == body.id) & (Account.role == Role.COMMITTEE_HEAD)
        wanted = or_(own, Account.role == Role.JUSTICE_OFFICE)
        notify(
            list(db.session.scalars(select(Account.id).where(Account.disabled_at.is_(None), wanted))),
            kind=kind,
            key=key,
            text=f"{body.name}：{words}",
            subject_kind=body.subject_kind,
            subject_id=body.id,
            is_same_day=False,
            now=now,
        )
