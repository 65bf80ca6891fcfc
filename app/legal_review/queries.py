"""Reads of reviews: an adviser's queue, the readings of an agreement, who may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import Account
from app.agreements.models import Agreement
from app.agreements.queries.remarks import Remark
from app.cases.models import Case
from app.cases.queries import mediators_of
from app.cases.queries.village_bodies import village_bodies
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.terms import Level
from app.legal_review.models import Review, Verdict
from app.mediators.queries import advisers_for, own_advisers
from app.organisations.models import Person
from app.organisations.queries import body_covering, town_committee
from app.processes.models import Task

BY_HEAD = "主任决定："
"""With this begin the reasons of a reading that the head decided in the adviser's stead."""


def advisers_of(case: Case, on: date, *, but: int | None = None) -> list[Person]:
    """The advisers of a case's committee who may be asked on a day, without person `but`.

    They have an account, are no party of the case and never worked on it: nobody reviews what they mediated.  Where the
    village's own organisation is a party, its adviser advises a party, and the town's are asked.
    """
    unfit = {party.person_id for party in case.parties if party.person_id} | worked_on(case) | {but}
    committee_id = case.committee_id
    if village_bodies(case):
        committee_id = town_committee().id
        village = body_covering(Level.VILLAGE, case.village_id, None)
        unfit |= {member.person_id for member in own_advisers(village.id, on)}
    people = [member.person for member in advisers_for(committee_id, on)]
    with_account = _with_account({person.id for person in people})
    return [person for person in people if person.id in with_account and person.id not in unfit]


def worked_on(case: Case) -> set[int | None]:
    """The people who mediate this case, did, or were invited to it."""
    return {one.pool_member.person_id for one in mediators_of(case.id, only_current=False)}


def _with_account(person_ids: set[int]) -> set[int]:
    found = select(Account.person_id).where(
        Account.person_id.in_(person_ids), Account.role == Role.LEGAL_ADVISER, Account.disabled_at.is_(None)
    )
    return set(db.session.scalars(found))


def open_review(agreement_id: int) -> Review | None:
    """The request that waits for an answer, if there is one."""
    found = select(Review).where(Review.agreement_id == agreement_id, Review.answered_at.is_(None))
    return db.session.scalars(found.order_by(Review.id.desc())).first()


def reviews_of(agreement_id: int) -> Sequence[Review]:
    """Every reading of an agreement, newest first."""
    found = select(Review).where(Review.agreement_id == agreement_id).order_by(Review.id.desc())
    return db.session.scalars(found).all()


@dataclass(frozen=True)
class Waiting:
    """One row of an adviser's queue."""

    review: Review
    case: Case
    task: Task


def queue_of(actor: Actor) -> list[Waiting]:
    """What lies before an adviser and is still open, the earliest due first."""
    found = (
        select(Review, Case, Task)
        .join(Agreement, Agreement.id == Review.agreement_id)
        .join(Case, Case.id == Agreement.case_id)
        .join(Task, (Task.subject_id == Case.id) & (Task.subject_kind == "case"))
        .where(
            Review.adviser_person_id == actor.person_id,
            Review.answered_at.is_(None),
            Task.name == "legal_review",
            Task.closed_at.is_(None),
        )
        .order_by(Review.due_at)
    )
    return [Waiting(*row) for row in db.session.execute(found)]


def answered_by(actor: Actor, *, limit: int = 20) -> Sequence[Review]:
    """What an adviser answered, newest first."""
    found = select(Review).where(Review.adviser_person_id == actor.person_id, Review.answered_at.is_not(None))
    return db.session.scalars(found.order_by(Review.answered_at.desc()).limit(limit)).all()


def _newest_answered(agreement_id: int) -> Review | None:
    answered = (one for one in reviews_of(agreement_id) if one.answered_at is not None)
    return next((one for one in answered if one.verdict is not Verdict.SUBSTITUTED), None)


def returned_unchanged(agreement: Agreement) -> Review | None:
    """The reading that returned the very version that stands now; None when it was changed since, or nobody did."""
    newest = _newest_answered(agreement.id)
    is_same = newest is not None and newest.verdict is Verdict.RETURNED and newest.version == agreement.version
    return newest if is_same else None


def remarks_of(agreement_id: int) -> list[Remark]:
    """What the newest answered reading said, clause by clause; nothing when it passed without a word."""
    newest = _newest_answered(agreement_id)
    if newest is None:
        return []
    is_head = newest.reasons.startswith(BY_HEAD)
    by = "主任" if is_head else f"法律顾问{newest.adviser.name}"
    remarks = [Remark(None, newest.reasons.removeprefix(BY_HEAD), by)] if newest.reasons else []
    return remarks + [Remark(comment.clause_position, comment.text, by) for comment in newest.comments]
