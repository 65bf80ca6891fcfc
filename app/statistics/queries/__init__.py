"""Reads of claims by kind and period: the same narrowing counts them and lists them, so that both always agree.

Accusations lie in tables of their own, which nothing here reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.permissions import Actor
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.organisations.models import Village
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Satisfaction
from app.petitions.queries.sight import visible_to
from app.petitions.terms import Ending, Score
from app.statistics.rules import Period, Timeliness

ALL, NONE = "all", "none"
FIRST, REPEATED = "first", "repeated"
NOTICE = ("D2", "D3")
"""The written notice (第23条)."""
FINISH = ("D5", "D12b")
"""The end of handling, ordinary (第34条) or simple."""
RANKS = (Timeliness.NONE, Timeliness.ON_TIME, Timeliness.OPEN, Timeliness.LATE)
"""Of several periods of a claim the last of these counts."""


@dataclass(frozen=True)
class Narrowing:
    """Claims of petitions received in a period, with one value of one kind; `today` judges what still runs."""

    period: Period
    today: date
    by: str = ALL
    value: str = ALL


@dataclass(frozen=True)
class Counted:
    """How many claims (项) and petitions (件) a value has in a period, and how many claims in the one before."""

    claims: int = 0
    petitions: int = 0
    before: int = 0


def _word(column: SQLColumnExpression[Any]) -> ColumnElement[str]:
    return func.coalesce(cast(column, String), NONE)


def _plain(by: str) -> ColumnElement[str]:
    """The value of a kind that stands in the claim, its petition or its evaluation."""
    values: dict[str, ColumnElement[str]] = {
        ALL: literal(ALL, String),
        "class": _word(Claim.matter_class),
        "route": _word(Claim.route),
        "channel": _word(Petition.channel),
        "village": _word(select(Village.public_id).where(Village.id == Petition.village_id).scalar_subquery()),
        "repeat": case((Petition.repeats_id.is_(None), FIRST), else_=REPEATED),
        "origin": _word(Petition.origin),
        "ending": _word(Claim.ending),
        "desk": _word(Satisfaction.desk),
        "unit": _word(Satisfaction.unit),
    }
    return values[by]


def _rank(today: date) -> ColumnElement[int]:
    """How a period was kept, as a place in `RANKS`.

    One that lost its object counts as late when the claim ended after its last day, as kept when the claim was settled
    within it, and not at all when the simple procedure was given up for the ordinary one, whose own period counts.
    """
    is_met, is_running = Deadline.state == DeadlineState.MET, Deadline.closed_at.is_(None)
    is_given_up = and_(Deadline.code == "D12b", Claim.is_simple.is_(False))
    is_settled = and_(Claim.ending == Ending.SETTLED, Deadline.code.in_(FINISH), Claim.closed_on <= Deadline.due_on)
    on_time, running, late = (RANKS.index(one) for one in RANKS[1:])
    return case(
        (and_(is_met, Deadline.done_on <= Deadline.due_on), on_time),
        (is_met, late),
        (and_(is_running, Deadline.due_on >= today), running),
        (is_running, late),
        (Deadline.state == DeadlineState.LAPSED, late),
        (is_given_up, 0),
        (is_settled, on_time),
        (Claim.closed_on > Deadline.due_on, late),
        else_=0,
    )


def _kept(codes: Sequence[str], first: date, last: date, today: date) -> Subquery:
    """For joining to claims: `claim_id` and, as `kept`, whether its periods of these codes were kept."""
    rank = func.max(_rank(today)).label("rank")
    ranked = (
        select(Deadline.subject_id.label("claim_id"), rank)
        .join(Claim, Claim.id == Deadline.subject_id)
        .join(Petition, Petition.id == Claim.petition_id)
        .where(Deadline.subject_kind == Claim.subject_kind, Deadline.code.in_(codes))
        .where(Petition.received_on.between(first, last))
        .group_by(Deadline.subject_id)
        .subquery()
    )
    named = [(ranked.c.rank == place, one.value) for place, one in enumerate(RANKS)]
    return select(ranked.c.claim_id, case(*named, else_=NONE).label("kept")).subquery()


def _valued(actor: Actor, by: str, first: date, last: date, today: date) -> Subquery:
    """Claims the account may see of petitions received from `first` to `last`, each with its value of a kind.

    A registration that was wrong or double is none.
    """
    found = select(Claim.id.label("claim_id"), Claim.petition_id, Petition.received_on).join(Petition)
    if by in ("notice", "finish"):
        kept = _kept(NOTICE if by == "notice" else FINISH, first, last, today)
        found = found.outerjoin(kept, kept.c.claim_id == Claim.id)
        found = found.add_columns(func.coalesce(kept.c.kept, NONE).label("value"))
    else:
        found = found.outerjoin(Satisfaction, Satisfaction.claim_id == Claim.id)
        found = found.add_columns(_plain(by).label("value"))
    is_void = and_(Claim.ending.is_not(None), Claim.ending == Ending.VOIDED)
    return found.where(Petition.received_on.between(first, last), visible_to(actor), ~is_void).subquery()


def counts(actor: Actor, by: str, period: Period, today: date) -> dict[str, Counted]:
    """How many claims and petitions there are of every value of a kind; values without any are left out."""
    before = period.before(today)
    found = _valued(actor, by, before.first, period.last, today)
    is_now = found.c.received_on >= period.first
    claims = func.sum(case((is_now, 1), else_=0))
    petitions = func.count(case((is_now, found.c.petition_id)).distinct())
    rows = db.session.execute(select(found.c.value, claims, petitions, func.count()).group_by(found.c.value))
    return {value: Counted(now, letters, every - now) for value, now, letters, every in rows}


def _narrowed(actor: Actor, wanted: Narrowing) -> Select[int]:
    found = _valued(actor, wanted.by, wanted.period.first, wanted.period.last, wanted.today)
    return select(found.c.claim_id).where(found.c.value == wanted.value)


def listed(actor: Actor, wanted: Narrowing, *, page: int, size: int) -> tuple[Sequence[Claim], int]:
    """One page of exactly the claims a number counts, in order of receipt, and how many there are."""
    found = select(Claim).join(Petition).where(Claim.id.in_(_narrowed(actor, wanted)))
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(Claim.id).subquery())) or 0
    found = found.options(
        joinedload(Claim.petition).joinedload(Petition.village),
        joinedload(Claim.petition).selectinload(Petition.petitioners),
    )
    ordered = found.order_by(Petition.received_on, Petition.id, Claim.position).offset((page - 1) * size).limit(size)
    return db.session.scalars(ordered).all(), total


def listed_petitions(actor: Actor, wanted: Narrowing, *, page: int, size: int) -> tuple[Sequence[Petition], int]:
    """One page of exactly the petitions a number counts, in order of receipt, and how many there are."""
    own = select(Claim.petition_id).where(Claim.id.in_(_narrowed(actor, wanted)))
    found = select(Petition).where(Petition.id.in_(own))
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(Petition.id).subquery())) or 0
    found = found.options(joinedload(Petition.village), selectinload(Petition.petitioners))
    ordered = found.order_by(Petition.received_on, Petition.id).offset((page - 1) * size).limit(size)
    return db.session.scalars(ordered).all(), total


Exported = Row[Claim, str, Score | None, Score | None]


def exported(actor: Actor, wanted: Narrowing) -> Sequence[Exported]:
    """Exactly the claims a number counts, each with whether its handling was kept in time and its evaluation."""
    kept = _kept(FINISH, wanted.period.first, wanted.period.last, wanted.today)
    in_time = func.coalesce(kept.c.kept, NONE)
    found = select(Claim, in_time, Satisfaction.desk, Satisfaction.unit).join(Petition)
    found = found.outerjoin(kept, kept.c.claim_id == Claim.id)
    found = found.outerjoin(Satisfaction, Satisfaction.claim_id == Claim.id)
    found = found.where(Claim.id.in_(_narrowed(actor, wanted))).options(
        joinedload(Claim.petition).joinedload(Petition.village),
        joinedload(Claim.petition).selectinload(Petition.petitioners),
        joinedload(Claim.handling_office),
    )
    return db.session.execute(found.order_by(Petition.received_on, Petition.id, Claim.position)).all()
