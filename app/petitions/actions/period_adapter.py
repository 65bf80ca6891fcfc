"""What the deadline room must know of claims and supervisions: who sees their periods, whom a ring tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import joinedload

from app.core import pages
from app.core.db import db
from app.core.permissions import SEES_EVERY_CLAIM, Actor, Role, sees_every_claim
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.shown import moved_words, ring_words
from app.deadlines.registry import Named
from app.deadlines.terms import Stage
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Supervision
from app.petitions.queries import accounts_of, claim_by_id, handler_accounts, visible_to

DESK = frozenset({Role.PETITION_CLERK})


class ClaimDeadlines:
    """See `app.deadlines.registry.Subjects`."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The periods of the claims the account may see."""
        return Deadline.subject_id.in_(select(Claim.id).where(visible_to(actor)))

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """Number and title of many claims."""
        found = select(Claim).where(Claim.id.in_(subject_ids))
        with_people = joinedload(Claim.petition).selectinload(Petition.petitioners)
        claims = db.session.scalars(found.options(with_people))
        return {claim.id: Named(claim.number, claim.title) for claim in claims}

    def link(self, subject_id: int) -> str:
        """The claim's place on its petition's page."""
        claim = claim_by_id(subject_id)
        return pages.address("petitions.detail", petition_id=claim.petition_id, _anchor=f"claim-{claim.position}")

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """Tell the same people that the last day is another one."""
        claim = claim_by_id(deadline.subject_id)
        text = f"{claim.number}：{moved_words(deadline, period_rule(deadline.code), before, why)}"
        key = f"moved:{deadline.id}:{before}:{deadline.due_on}"
        _tell(_recipients(claim), NoticeKind.CALENDAR, key, text, claim, is_same_day=False, now=now)

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """Tell the desk and the handling office; the leaders from the last day on."""
        claim = claim_by_id(deadline.subject_id)
        text = f"{claim.number}：{ring_words(deadline, period_rule(deadline.code), stage, now=now)}"
        key = f"deadline:{deadline.id}:{stage}:{deadline.due_on}"
        is_late = stage in (Stage.TODAY, Stage.LAPSED)
        told = _recipients(claim, leaders=is_late)
        _tell(told, NoticeKind.DEADLINE, key, text, claim, is_same_day=stage is Stage.TODAY, now=now)


class SupervisionDeadlines:
    """The thirty days in which a suggestion from above is answered."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The desk's and the leaders'."""
        return true() if sees_every_claim(actor) else false()

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """Number and sender of many supervisions."""
        rows = db.session.scalars(select(Supervision).where(Supervision.id.in_(subject_ids)))
        return {row.id: Named(row.number, f"{row.from_body}督办") for row in rows}

    def link(self, subject_id: int) -> str:
        """The supervision's page."""
        return pages.address("petitions.supervision", supervision_id=subject_id)

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """Tell the desk that the last day is another one."""
        text = f"督办：{moved_words(deadline, period_rule(deadline.code), before, why)}"
        self._tell(deadline, NoticeKind.CALENDAR, f"moved:{deadline.id}:{before}:{deadline.due_on}", text, now)

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """Tell the desk."""
        text = f"督办：{ring_words(deadline, period_rule(deadline.code), stage, now=now)}"
        self._tell(deadline, NoticeKind.DEADLINE, f"deadline:{deadline.id}:{stage}:{deadline.due_on}", text, now)

    def _tell(self, deadline: Deadline, kind: NoticeKind, key: str, text: str, now: datetime) -> None:
        row = db.session.get_one(Supervision, deadline.subject_id)
        _tell(accounts_of(DESK), kind, key, text, row, is_same_day=False, now=now)


def _recipients(claim: Claim, *, leaders: bool = False) -> list[int]:
    desk = accounts_of(SEES_EVERY_CLAIM if leaders else DESK)
    return sorted({*desk, *handler_accounts(claim)})


def _tell(
    account_ids: list[int],
    kind: NoticeKind,
    key: str,
    text: str,
    subject: Claim | Supervision,
    *,
    is_same_day: bool,
    now: datetime,
) -> None:
    notify(
        account_ids,
        kind=kind,
        key=key,
        text=text,
        subject_kind=subject.subject_kind,
        subject_id=subject.id,
        is_same_day=is_same_day,
        now=now,
    )
