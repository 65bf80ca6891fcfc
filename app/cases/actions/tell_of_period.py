"""Whom a period of a dispute tells."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, and_, or_, select

from app.accounts.models import Account
from app.cases.models import Case, CaseMediator, CaseMediatorPart
from app.cases.queries import open_transfer
from app.core.db import db
from app.core.permissions import Permission, Role, roles_with
from app.deadlines.models import Deadline
from app.deadlines.queries.reckoned import is_timed
from app.deadlines.terms import Stage
from app.mediators.models import PoolMember
from app.organisations.queries import get_body

HEADS = (Role.COMMITTEE_HEAD, Role.CENTRE_CLERK)


def told_of(case: Case, deadline: Deadline, stage: Stage) -> list[int]:
    """The committee's heads and whoever works on the case; a review is the adviser's, a letter both sides'."""
    if deadline.code == "L1" and stage is not Stage.LAPSED:
        return _accounts_of_advisers({case.adviser_person_id} if case.adviser_person_id else set())
    committees = {deadline.committee_id or case.committee_id}
    letter = open_transfer(case.id) if deadline.code == "R1" and stage is Stage.LAPSED else None
    if letter is not None:
        committees.add(get_body(letter.from_body_id).sealing_id)
    own = and_(Account.committee_id.in_(committees), or_(Account.role.in_(HEADS), Account.id == case.typed_by_id))
    at_work = and_(Account.person_id.in_(at_work_on(case)), Account.role.in_(roles_with(Permission.CASE_ADVANCE)))
    told = own if deadline.code == "R1" else or_(own, at_work)
    found = select(Account.id).where(Account.disabled_at.is_(None), told)
    return list(db.session.scalars(found.order_by(Account.id)))


def accounts_handling(case: Case) -> list[int]:
    """The heads of the committee that handles a dispute, who typed it, and whoever works on it."""
    own = and_(Account.committee_id == case.committee_id, or_(Account.role.in_(HEADS), Account.id == case.typed_by_id))
    at_work = and_(Account.person_id.in_(at_work_on(case)), Account.role.in_(roles_with(Permission.CASE_ADVANCE)))
    found = select(Account.id).where(Account.disabled_at.is_(None), or_(own, at_work))
    return list(db.session.scalars(found.order_by(Account.id)))


def at_work_on(case: Case) -> Select[int]:
    """The people who work on a case now, those only invited to help apart."""
    return (
        select(PoolMember.person_id)
        .join(CaseMediator, CaseMediator.pool_member_id == PoolMember.id)
        .where(
            CaseMediator.case_id == case.id,
            CaseMediator.until_on.is_(None),
            CaseMediator.part != CaseMediatorPart.INVITED,
        )
    )


def is_same_day(deadline: Deadline, stage: Stage) -> bool:
    """On the last day itself, and for whatever is counted in hours."""
    return stage is Stage.TODAY or is_timed(deadline.code)


def _accounts_of_advisers(person_ids: Collection[int]) -> list[int]:
    """The accounts in which these people read reviews; what else they are here for is told nothing."""
    advising = and_(Account.person_id.in_(person_ids), Account.role.in_(roles_with(Permission.REVIEW_WRITE)))
    found = select(Account.id).where(advising, Account.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(Account.id)))
