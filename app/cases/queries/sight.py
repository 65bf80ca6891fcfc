"""Who sees a dispute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, String, func, literal, select, union_all

from app.accounts.models import Account
from app.cases.models import Case, CaseMediator, Handling
from app.cases.models.records import Move, MoveKind
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.ownership import owned_by
from app.core.permissions import Actor, Permission, Role, may
from app.matters.registry.sight import Owned, Owners
from app.matters.rules import owners
from app.mediators.models import PoolMember
from app.organisations.models import Body
from app.processes.models import Task

COMMITTEE, PERSON, ADVISER = "committee", "person", "adviser"
WORDS = {COMMITTEE: owners.committee, PERSON: owners.person, ADVISER: owners.adviser}


def owners_of(actor: Actor) -> Owners:
    """The words an account goes by among disputes; none for a role without the right to see cases.

    司法所 reads all; an adviser what was laid before them; the petition desk the disputes it led to mediation; a
    committee what it handles, handled, or is asked to take over as long as it has not answered; a mediator besides what
    they work on or registered.
    """
    if not may(actor, Permission.CASE_SEE):
        return ()
    role = Role(actor.role)
    if role is Role.JUSTICE_OFFICE:
        return None
    if role is Role.LEGAL_ADVISER:
        return (owners.adviser(actor.person_id),)
    if role is Role.PETITION_CLERK:
        return [owners.account(key) for key in sorted({actor.id, *_typing_at(actor)})]
    own = [owners.person(actor.person_id), owners.account(actor.id)]
    return own if actor.committee_id is None else [owners.committee(actor.committee_id), *own]


def _typing_at(actor: Actor) -> Iterable[int]:
    """Ids of the accounts of the actor's own office in the actor's own role."""
    found = select(Account.id).where(owned_by(Account.office_id, actor.office_id), Account.role == actor.role)
    return db.session.scalars(found)


visible_to = Owned(Case.subject_kind, Case.id, owners_of)
"""The condition on `Case` for what an account may see."""


def seen_by(case: Case) -> frozenset[str]:
    """The committee that handles a dispute, those that handled it and those asked to take it over; who works on it or
    did; whom it was laid before; who typed it."""
    found = {owners.committee(case.committee_id), owners.account(case.typed_by_id)}
    return frozenset(found | {WORDS[word](key) for word, key in db.session.execute(_others(case)) if key is not None})


def _others(case: Case) -> CompoundSelect[Any]:
    """One statement for all of them, each as a word and an id."""
    handled = select(_word(COMMITTEE), Handling.committee_id).where(Handling.case_id == case.id)
    working = select(_word(PERSON), PoolMember.person_id).join(
        CaseMediator, CaseMediator.pool_member_id == PoolMember.id
    )
    laid = select(_word(ADVISER), Task.assignee_person_id)
    parts = [
        handled,
        working.where(CaseMediator.case_id == case.id),
        laid.where(Task.subject_kind == case.subject_kind, Task.subject_id == case.id),
    ]
    if case.status is CaseStatus.TRANSFERRING:
        asked = select(_word(COMMITTEE), func.coalesce(Body.committee_id, Body.id))
        asked = asked.join(Move, Move.to_body_id == Body.id).where(Move.case_id == case.id)
        parts.append(asked.where(Move.kind == MoveKind.TRANSFER, Move.answered_at.is_(None)))
    return union_all(*parts)


def _word(word: str) -> ColumnElement[str]:
    return literal(word, String)
