"""Reads of what waits for the head: letters to sign, running periods, inner dates, what came from above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, SQLColumnExpression, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload
from sqlalchemy.orm.interfaces import LoaderOption

from app.core.db import db
from app.core.permissions import Actor, sees_every_claim
from app.deadlines.models import Deadline
from app.deadlines.queries import in_light
from app.deadlines.rules import Light
from app.petitions.models import Claim, Petition
from app.petitions.models.records import ExtensionRequest, Letter, MajorReport, Supervision
from app.petitions.queries.sight import petitions_visible_to, visible_to
from app.petitions.terms import IN_FLOW, ClaimStatus, LetterKind, Urgency
from app.processes.models import Task

WATCHED = ("D2", "D3", "D5", "D12b")
"""What the town itself must have done: the written notice and the end of handling."""
SIGNING = ("sign_off", "redraft")


def _with_people(claim: InstrumentedAttribute[Any] | None = None) -> LoaderOption:
    to_petition = joinedload(claim).joinedload(Claim.petition) if claim else joinedload(Claim.petition)
    return to_petition.selectinload(Petition.petitioners)


def _sees_all(actor: Actor) -> ColumnElement[bool]:
    return true() if sees_every_claim(actor) else false()


def _open_task_of(claim_id: SQLColumnExpression[Any], *names: str) -> ColumnElement[bool]:
    is_of = and_(Task.subject_kind == Claim.subject_kind, Task.subject_id == claim_id, Task.closed_at.is_(None))
    return and_(is_of, Task.name.in_(names)) if names else is_of


def _is_newest_in_flow() -> ColumnElement[bool]:
    """The letter is the one the diagram waits for: the newest of its kinds that is not served."""
    other = aliased(Letter)
    newest = select(func.max(other.id)).where(
        other.claim_id == Letter.claim_id, other.kind.in_(IN_FLOW), other.served_on.is_(None)
    )
    return Letter.id == newest.scalar_subquery()


def _waits_beside() -> ColumnElement[bool]:
    """A letter beside the flow that still has a point.

    None has a hearing of a claim that is over, an objection the higher body answered, a second answer to a supervision.
    """
    is_pointless = or_(
        and_(Letter.kind == LetterKind.HEARING_NOTICE, Claim.ending.is_not(None)),
        and_(Letter.kind == LetterKind.OBJECTION, Claim.status != ClaimStatus.OBJECTING),
        and_(Letter.kind == LetterKind.SUPERVISION_REPLY, Supervision.answered_on.is_not(None)),
    )
    return and_(Letter.kind.not_in(IN_FLOW), ~is_pointless)


def letters(actor: Actor, *, limit: int) -> Sequence[Row[Letter, Task | None, Deadline | None]]:
    """Letters nobody signed off, each with the open step it waits in (none beside the flow) and its period."""
    is_due = or_(and_(Task.id.is_not(None), _is_newest_in_flow()), _waits_beside())
    return _letters(actor, Letter.signed_off_at.is_(None), Letter.sealed_on.is_(None), is_due, limit=limit)


def unsent(actor: Actor, *, limit: int) -> Sequence[Row[Letter, Task | None, Deadline | None]]:
    """Letters beside the flow that were signed off and did not go out yet."""
    return _letters(actor, Letter.signed_off_at.is_not(None), Letter.served_on.is_(None), _waits_beside(), limit=limit)


def _letters(
    actor: Actor, *conditions: ColumnElement[bool], limit: int
) -> Sequence[Row[Letter, Task | None, Deadline | None]]:
    in_flow = and_(Letter.kind.in_(IN_FLOW), _open_task_of(Letter.claim_id, *SIGNING))
    answer = and_(
        Deadline.subject_kind == Supervision.subject_kind,
        Deadline.subject_id == Letter.supervision_id,
        Deadline.closed_at.is_(None),
    )
    found = (
        select(Letter, Task, Deadline)
        .outerjoin(Letter.claim)
        .outerjoin(Letter.supervision)
        .outerjoin(Task, in_flow)
        .outerjoin(Deadline, or_(Deadline.id == Task.deadline_id, answer))
        .where(*conditions)
        .where(or_(visible_to(actor), and_(Letter.supervision_id.is_not(None), _sees_all(actor))))
        .options(_with_people(Letter.claim), joinedload(Letter.supervision))
    )
    ordered = found.order_by(Letter.returned_reason != "", Deadline.unrolled_at.is_(None), Deadline.unrolled_at)
    return db.session.execute(ordered.order_by(Letter.id).limit(limit)).all()


def periods(
    actor: Actor, light: Light, *, now: datetime, soon_at: datetime, limit: int
) -> Sequence[Row[Deadline, Claim]]:
    """Running periods of claims that show a light, the earliest unrolled end first."""
    found = (
        select(Deadline, Claim)
        .join(Claim, and_(Deadline.subject_kind == Claim.subject_kind, Deadline.subject_id == Claim.id))
        .where(Deadline.closed_at.is_(None), Deadline.code.in_(WATCHED), visible_to(actor))
        .where(in_light(light, now=now, soon_at=soon_at))
        .options(_with_people())
    )
    return db.session.execute(found.order_by(Deadline.unrolled_at, Deadline.id).limit(limit)).all()


def late_offices(actor: Actor, *, today: date, limit: int) -> Sequence[Claim]:
    """Claims whose handling office has let the desk's own date (内部分办单) pass and still has a step open."""
    works = exists().where(_open_task_of(Claim.id), Task.role == "handler", Task.office_id == Claim.handling_office_id)
    found = select(Claim).where(Claim.inner_due_on < today, Claim.ending.is_(None), works, visible_to(actor))
    found = found.options(_with_people(), joinedload(Claim.handling_office))
    return db.session.scalars(found.order_by(Claim.inner_due_on, Claim.id).limit(limit)).all()


def extensions(actor: Actor, *, limit: int) -> Sequence[Row[Task, ExtensionRequest, Claim]]:
    """Longer times that were asked for and wait for a decision, the earliest end of the sixty days first."""
    found = (
        select(Task, ExtensionRequest, Claim)
        .join(Claim, _open_task_of(Claim.id, "approve_extension"))
        .join(ExtensionRequest, ExtensionRequest.claim_id == Claim.id)
        .where(ExtensionRequest.is_approved.is_(None), visible_to(actor))
        .options(_with_people(), joinedload(Task.deadline))
    )
    return db.session.execute(found.order_by(Task.due_at, Task.id).limit(limit)).all()


def supervisions(actor: Actor, *, limit: int) -> Sequence[Row[Supervision, Deadline | None]]:
    """督办 that nobody answered yet, with the thirty days of each."""
    answer = and_(
        Deadline.subject_kind == Supervision.subject_kind,
        Deadline.subject_id == Supervision.id,
        Deadline.closed_at.is_(None),
    )
    found = select(Supervision, Deadline).outerjoin(Deadline, answer)
    found = found.where(Supervision.answered_on.is_(None), _sees_all(actor))
    ordered = found.order_by(Deadline.unrolled_at, Supervision.id)
    return db.session.execute(ordered.limit(limit)).all()


def assigned(actor: Actor, *, limit: int) -> Sequence[Petition]:
    """Petitions whose result was asked for by a day (D11) and not reported for every claim.

    A claim is reported by a served report of its own, or by one of its petition served since it was finished.
    """
    own = aliased(Claim)
    report = select(Letter.id).join(own, own.id == Letter.claim_id).where(own.petition_id == Petition.id)
    report = report.where(Letter.kind == LetterKind.CLOSING_REPORT, Letter.served_on.is_not(None))
    finished_on = func.coalesce(Claim.delivered_on, Claim.closed_on)
    report = report.where(or_(Letter.claim_id == Claim.id, Letter.served_on >= finished_on))
    open_claim = exists().where(Claim.petition_id == Petition.id, ~report.correlate(Petition, Claim).exists())
    found = select(Petition).where(Petition.reply_due_on.is_not(None), open_claim, petitions_visible_to(actor))
    return db.session.scalars(found.order_by(Petition.reply_due_on, Petition.id).limit(limit)).all()


def unreported(actor: Actor, *, limit: int) -> Sequence[Petition]:
    """Major or urgent petitions (第25条) that nobody reported."""
    is_reported = exists().where(MajorReport.petition_id == Petition.id)
    found = select(Petition).where(Petition.urgency == Urgency.MAJOR, ~is_reported, petitions_visible_to(actor))
    return db.session.scalars(found.order_by(Petition.registered_at, Petition.id).limit(limit)).all()
