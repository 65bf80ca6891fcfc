"""Reads of what waits for the head: letters to sign, running periods, inner dates, what came from above."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, SQLColumnExpression, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload
from sqlalchemy.orm.interfaces import LoaderOption

from app.core.db import db
from app.core.permissions import Actor, sees_every_claim
from app.deadlines.models import Deadline
from app.deadlines.queries import in_light
from app.deadlines.rules import Light
from app.petitions.models import Claim, Petition
from app.petitions.models.records import ExtensionRequest, Letter, MajorReport, Supervision
from app.petitions.queries.sight import letters_visible_to, petitions_visible_to, visible_to
from app.petitions.terms import LetterKind, Urgency
from app.processes.models import Task

WATCHED = ("D2", "D3", "D5", "D12b")
"""What the town itself must have done: the written notice and the end of handling."""
SIGNING, SENDING = ("sign_off", "redraft"), ("seal_letter", "deliver")


def _with_people(claim: InstrumentedAttribute[Any] | None = None) -> LoaderOption:
    to_petition = joinedload(claim).joinedload(Claim.petition) if claim else joinedload(Claim.petition)
    return to_petition.selectinload(Petition.petitioners)


def _sees_all(actor: Actor) -> ColumnElement[bool]:
    return true() if sees_every_claim(actor) else false()


def _open_task_of(claim_id: SQLColumnExpression[Any], *names: str) -> ColumnElement[bool]:
    is_of = and_(Task.subject_kind == Claim.subject_kind, Task.subject_id == claim_id, Task.closed_at.is_(None))
    return and_(is_of, Task.name.in_(names)) if names else is_of


def _of_letters(actor: Actor) -> ColumnElement[bool]:
    """A step about a letter the account may see: of its own flow, or of a claim's of an older version."""
    letters = and_(Task.subject_kind == Letter.subject_kind, Task.subject_id.in_(_letters_seen_by(actor)))
    claims = and_(Task.subject_kind == Claim.subject_kind, visible_to.of(Task.subject_id, actor))
    return or_(letters, claims)


def _letters_seen_by(actor: Actor) -> Select[int]:
    return select(Letter.id).where(letters_visible_to(actor))


def letters(actor: Actor, *, limit: int) -> Sequence[Row[Task, Letter | None]]:
    """Steps at which letters wait for sign-off, those that went back to be changed last."""
    return _steps(actor, SIGNING, limit=limit)


def unsent(actor: Actor, *, limit: int) -> Sequence[Row[Task, Letter | None]]:
    """Steps at which letters that were signed off wait to be sealed and served."""
    return _steps(actor, SENDING, limit=limit)


def _steps(actor: Actor, names: Collection[str], *, limit: int) -> Sequence[Row[Task, Letter | None]]:
    own = and_(Task.subject_kind == Letter.subject_kind, Task.subject_id == Letter.id)
    found = select(Task, Letter).outerjoin(Letter, own).outerjoin(Task.deadline)
    found = found.where(Task.closed_at.is_(None), Task.name.in_(names), _of_letters(actor))
    order = (Task.name == "redraft", Deadline.unrolled_at.is_(None), Deadline.unrolled_at, Task.id)
    return db.session.execute(found.order_by(*order).options(contains_eager(Task.deadline)).limit(limit)).all()


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


def reroutes(actor: Actor, *, limit: int) -> Sequence[Row[Task, Claim]]:
    """Claims of which an office says that class or route is wrong, the first to end first."""
    found = select(Task, Claim).join(Claim, _open_task_of(Claim.id, "approve_reroute")).where(visible_to(actor))
    found = found.options(_with_people(), joinedload(Task.deadline))
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
