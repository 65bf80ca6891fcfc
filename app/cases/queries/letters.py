"""Reads of what a committee sends about a dispute."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.cases.models import Case
from app.cases.models.letters import CaseLetter
from app.cases.queries.sight import visible_to
from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.permissions import Actor


def case_letters_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `CaseLetter`: those about a dispute the account may see."""
    return CaseLetter.case_id.in_(select(Case.id).where(visible_to(actor)))


def get_case_letter(letter_id: int, *, for_: Actor) -> CaseLetter:
    """A letter about a dispute the account may see.  Raises `NotFound`."""
    found = select(CaseLetter).where(CaseLetter.id == letter_id, case_letters_visible_to(for_))
    letter = db.session.scalar(found)
    if letter is None:
        raise NotFound(OUT_OF_SIGHT)
    return letter


def case_letters_of(case_id: int) -> Sequence[CaseLetter]:
    """The letters of a dispute, oldest first."""
    return db.session.scalars(select(CaseLetter).where(CaseLetter.case_id == case_id).order_by(CaseLetter.id)).all()


def letter_of_move(move_id: int) -> CaseLetter | None:
    """The transfer letter of a move; None where it went before letters were flows."""
    return db.session.scalar(select(CaseLetter).where(CaseLetter.move_id == move_id))
