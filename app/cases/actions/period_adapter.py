"""What the deadline room must know of a dispute: who sees its periods, what lists call it, whom a ring tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select

from app.accounts.models import Account
from app.cases.models import Case, CaseMediator, CaseMediatorPart
from app.cases.queries import case_by_id, open_transfer, visible_to
from app.core import pages
from app.core.db import db
from app.core.permissions import Actor, Permission, Role, roles_with
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.reckoned import is_timed
from app.deadlines.queries.shown import moved_words, ring_words
from app.deadlines.registry import Named
from app.deadlines.terms import Stage
from app.mediators.models import PoolMember
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.organisations.queries import get_body

HEADS = (Role.COMMITTEE_HEAD, Role.CENTRE_CLERK)


class CaseDeadlines:
    """See `app.deadlines.registry.Subjects`."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The periods of the cases the account may see."""
        return Deadline.subject_id.in_(select(Case.id).where(visible_to(actor)))

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """Number and parties of many cases."""
        cases = db.session.scalars(select(Case).where(Case.id.in_(subject_ids)))
        return {case.id: Named(case.number, case.title) for case in cases}

    def link(self, subject_id: int) -> str:
        """The case page."""
        return pages.address("cases.detail", case_id=subject_id)

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """Tell the same people that the last day is another one."""
        case = case_by_id(deadline.subject_id)
        notify(
            _recipients(deadline, case, Stage.SOON),
            kind=NoticeKind.CALENDAR,
            key=f"moved:{deadline.id}:{before}:{deadline.due_on}",
            text=f"{case.title}：{moved_words(deadline, period_rule(deadline.code), before, why)}",
            subject_kind=case.subject_kind,
            subject_id=case.id,
            is_same_day=False,
            now=now,
        )

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """Tell the committee's heads and whoever works on the case; a review is the adviser's, a letter both sides'."""
        case = case_by_id(deadline.subject_id)
        notify(
            _recipients(deadline, case, stage),
            kind=NoticeKind.DEADLINE,
            key=f"deadline:{deadline.id}:{stage}:{deadline.due_on}",
            text=f"{case.title}：{ring_words(deadline, period_rule(deadline.code), stage, now=now)}",
            subject_kind=case.subject_kind,
            subject_id=case.id,
            is_same_day=stage is Stage.TODAY or is_timed(deadline.code),
            now=now,
        )


def _recipients(deadline: Deadline, case: Case, stage: Stage) -> list[int]:
    if deadline.code == "L1" and stage is not Stage.LAPSED:
        return _accounts_of_advisers({case.adviser_person_id} if case.adviser_person_id else set())
    committees = {deadline.committee_id or case.committee_id}
    letter = open_transfer(case.id) if deadline.code == "R1" and stage is Stage.LAPSED else None
    if letter is not None:
        committees.add(get_body(letter.from_body_id).sealing_id)
    working = (
        select(PoolMember.person_id)
        .join(CaseMediator, CaseMediator.pool_member_id == PoolMember.id)
        .where(
            CaseMediator.case_id == case.id,
            CaseMediator.until_on.is_(None),
            CaseMediator.part != CaseMediatorPart.INVITED,
        )
    )
    own = and_(Account.committee_id.in_(committees), or_(Account.role.in_(HEADS), Account.id == case.typed_by_id))
    at_work = and_(Account.person_id.in_(working), Account.role.in_(roles_with(Permission.CASE_ADVANCE)))
    told = own if deadline.code == "R1" else or_(own, at_work)
    found = select(Account.id).where(Account.disabled_at.is_(None), told)
    return list(db.session.scalars(found.order_by(Account.id)))


def _accounts_of_advisers(person_ids: Collection[int]) -> list[int]:
    """The accounts in which these people read reviews; what else they are here for is told nothing."""
    advising = and_(Account.person_id.in_(person_ids), Account.role.in_(roles_with(Permission.REVIEW_WRITE)))
    found = select(Account.id).where(advising, Account.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(Account.id)))
