"""The term of a committee among the periods: who sees it, and whom its end tells."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, true

from app.accounts.models import Account
from app.core import pages
from app.core.db import db
from app.core.ownership import owned_by
from app.core.permissions import Actor, Role, sees_every_committee
from app.deadlines.models import Deadline
from app.deadlines.registry import Named
from app.deadlines.terms import Stage
from app.matters.registry.subject_table import SubjectTable
from app.organisations.models import Body


def _sight(actor: Actor) -> ColumnElement[bool]:
    """One's own committee; 司法所 and the administrator see all."""
    return true() if sees_every_committee(actor) else owned_by(Body.id, actor.committee_id)


def _told(body: Body, deadline: Deadline, stage: Stage) -> list[int]:
    """The committee's head and 司法所, which guides the election."""
    own = (Account.committee_id == body.id) & (Account.role == Role.COMMITTEE_HEAD)
    wanted = or_(own, Account.role == Role.JUSTICE_OFFICE)
    return list(db.session.scalars(select(Account.id).where(Account.disabled_at.is_(None), wanted)))


COMMITTEE_TERM = SubjectTable(
    name=Body.subject_kind,
    table=Body,
    sight=_sight,
    named_as=lambda body: Named("", body.name),
    page=lambda body: pages.address("organisations.detail", body_id=body.public_id),
    begins=lambda body: body.name,
    told=_told,
)
