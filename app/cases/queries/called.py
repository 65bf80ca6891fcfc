"""Which dispute is meant by what somebody types: a number, or the names of both sides."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.cases.models import Case
from app.cases.queries.sight import visible_to
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.permissions import Actor
from app.matters.models import Matter
from app.matters.queries.finding import found_by

MOST = 9


def cases_called(words: str, *, for_: Actor) -> Sequence[Case]:
    """The disputes that bear all of these words, of those the account sees, void ones left out."""
    if not words.strip():
        return ()
    bears = found_by(words.strip())
    ids = select(Matter.subject_id).where(Matter.kind == Case.subject_kind, bears(Matter.id))
    found = select(Case).where(Case.id.in_(ids), Case.status != CaseStatus.VOIDED, visible_to(for_))
    return db.session.scalars(found.order_by(Case.id).limit(MOST)).all()
