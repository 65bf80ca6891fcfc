"""Reads of letters of any trade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from app.core.clock import local
from app.core.db import db
from app.letters.models import LetterRow, ServiceAttempt
from app.processes.actions.standing import properties_of
from app.processes.models import Task


def written_on(letter: LetterRow, asking: Task) -> date | None:
    """The day on which what a letter says was decided, or it was changed last; None where no step says it.

    `asking` is the step that asks: in a flow of its own the step that drafted it was answered at the moment of the
    draft, and changes are steps of the letter; in an older flow of its matter every later draft is of this letter too.
    """
    is_own = asking.subject_kind == letter.subject_kind
    about = (Task.matter_kind == asking.matter_kind, Task.matter_id == asking.matter_id, Task.occurred_at.is_not(None))
    mine = (Task.subject_kind == letter.subject_kind) & (Task.subject_id == letter.id)
    own = or_(mine, Task.closed_at == letter.drafted_at) if is_own else Task.closed_at >= letter.drafted_at
    answered = db.session.scalars(select(Task).where(*about, own).order_by(Task.id)).all()
    days = [one.occurred_at for one in answered if one.occurred_at and properties_of(one).get("drafts") == "yes"]
    return local(days[-1]).date() if days else None


def attempts_of(letter: LetterRow) -> Sequence[ServiceAttempt]:
    """The times it did not arrive, oldest first."""
    mine = (ServiceAttempt.subject_kind == letter.subject_kind, ServiceAttempt.subject_id == letter.id)
    return db.session.scalars(select(ServiceAttempt).where(*mine).order_by(ServiceAttempt.id)).all()
