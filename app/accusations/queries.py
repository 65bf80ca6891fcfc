"""Reads of accusations: the officers of the closed domain see them, except the accused themselves."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, false, func, select

from app.accusations.models import Accusation, AccusationAttachment, HandOver
from app.accusations.rules import Accused, Town, is_outside
from app.core import pages
from app.core.db import db
from app.core.error_pages import SENTENCES
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission, may
from app.deadlines.models import Deadline
from app.deadlines.queries import nearest
from app.organisations.models import Office, OfficeKind
from app.organisations.queries import get_office, villages

NOTHING_HERE = SENTENCES[404]
"""The very sentence of an address that does not exist."""


def accused_of(accusation: Accusation) -> Accused:
    """Whom it is about, opened."""
    content = accusation.content
    return Accused(str(content["accused"]), str(content["accused_unit"]))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The condition on `Accusation` for what an account may see."""
    if not may(actor, Permission.ACCUSATION_SEE):
        return false()
    return Accusation.id.not_in(_against(actor))


def _against(actor: Actor) -> list[int]:
    """The accusations an officer is outside of; names are sealed, so each is opened and looked at."""
    office = get_office(actor.office_id).name if actor.office_id else ""
    every = db.session.scalars(select(Accusation).order_by(Accusation.id))
    return [one.id for one in every if is_outside(accused_of(one), name=actor.display_name, office=office)]


def listed(actor: Actor, *, page: int, size: int) -> tuple[list[tuple[Accusation, Deadline | None]], int]:
    """One page of the accusations the account may see, with the period that ends first, and how many there are."""
    first = nearest("accusation")
    found = select(Accusation, Deadline).outerjoin(first, first.c.subject_id == Accusation.id)
    found = found.outerjoin(Deadline, Deadline.id == first.c.deadline_id).where(visible_to(actor))
    total = db.session.scalar(select(func.count()).select_from(found.with_only_columns(Accusation.id).subquery())) or 0
    rows = found.order_by(Accusation.id.desc()).offset((page - 1) * size).limit(size)
    return [(accusation, deadline) for accusation, deadline in db.session.execute(rows)], total


def get_accusation(accusation_id: int, *, for_: Actor) -> Accusation:
    """An accusation the account may see.  Raises `NotFound`, the same as for one that does not exist."""
    row = db.session.scalar(select(Accusation).where(Accusation.id == accusation_id, visible_to(for_)))
    if row is None:
        raise NotFound(NOTHING_HERE)
    return row


def accusation_numbered(number: str, *, for_: Actor) -> Accusation | None:
    """The accusation with this number, when the account may see it."""
    return db.session.scalar(select(Accusation).where(Accusation.number == number, visible_to(for_)))


def get_hand_over(accusation: Accusation, hand_over_id: int) -> HandOver:
    """A hand-over of this accusation.  Raises `NotFound`."""
    found = next((one for one in accusation.hand_overs if one.id == hand_over_id), None)
    if found is None:
        raise NotFound(NOTHING_HERE)
    return found


def files_of(accusation: Accusation) -> Sequence[AccusationAttachment]:
    """The files that came with an accusation, in the order in which they did."""
    found = select(AccusationAttachment).where(AccusationAttachment.accusation_id == accusation.id)
    return db.session.scalars(found.order_by(AccusationAttachment.id)).all()


def get_file(accusation: Accusation, file_id: int) -> AccusationAttachment:
    """A file of this accusation.  Raises `NotFound`."""
    found = db.session.get(AccusationAttachment, file_id)
    if found is None or found.accusation_id != accusation.id:
        raise NotFound(NOTHING_HERE)
    return found


def town() -> Town:
    """What a receiver is compared with; the offices are those of the town government, not of the villages."""
    kinds = (OfficeKind.GOVERNMENT, OfficeKind.DESK, OfficeKind.STATION)
    offices = db.session.scalars(select(Office.name).where(Office.kind.in_(kinds)).order_by(Office.id)).all()
    return Town(pages.setting_text("TOWN_NAME"), [one.name for one in villages()], offices)
