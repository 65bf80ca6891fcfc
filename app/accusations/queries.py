"""Reads of accusations: the officers of the closed domain see them, except the accused themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, select

from app.accusations.models import Accusation
from app.accusations.tell import accused_index
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission, may


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Accusation` for what an account may see."""
    if not may(actor, Permission.ACCUSATION_SEE):
        return false()
    return Accusation.accused_index != accused_index(actor.display_name)


def accusations(actor: Actor) -> Sequence[Accusation]:
    """Every accusation the account may see, newest first."""
    return db.session.scalars(select(Accusation).where(visible_to(actor)).order_by(Accusation.id.desc())).all()


def get_accusation(accusation_id: int, *, for_: Actor) -> Accusation:
    """An accusation the account may see.  Raises `NotFound`, the same as for one that does not exist."""
    row = db.session.scalar(select(Accusation).where(Accusation.id == accusation_id, visible_to(for_)))
    if row is None:
        raise NotFound("没有找到这一页。")
    return row
