"""Whoever has the next step is told when somebody else brought it there, and what came of it (X13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select

from app.accounts.models import Account
from app.cases.actions.tell_of_period import HEADS, at_work_on
from app.cases.models import Case
from app.core.db import db
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.processes.models import Task
from app.processes.queries.definitions import step_roles
from app.processes.queries.told import told_of


def tell_of_turn(case: Case, *, now: datetime) -> None:
    """Tell of the steps that an answer opened at this moment for another role; whoever answered knows it."""
    about = (Task.subject_kind == case.subject_kind, Task.subject_id == case.id)
    moment = or_(Task.opened_at == now, Task.closed_at == now)
    rows = db.session.scalars(select(Task).where(*about, moment).order_by(Task.id)).all()
    answered = next((row for row in reversed(rows) if row.closed_at == now and row.closed_by_id), None)
    if answered is None:
        return
    opened = [row for row in rows if row.closed_at is None and row.opened_at == now and row.role != answered.role]
    for task in opened:
        notify(
            [one for one in _who_has(task, case) if one != answered.closed_by_id],
            kind=NoticeKind.STEP,
            key=f"turn:{task.id}",
            text=f"{case.title}：该您办“{task.label}”了。{_what_came(answered)}",
            subject_kind=case.subject_kind,
            subject_id=case.id,
            is_same_day=False,
            now=now,
        )


def _what_came(answered: Task) -> str:
    outcome = told_of(answered, ()).outcome
    return outcome or f"“{answered.label}”办好了。"


def _who_has(task: Task, case: Case) -> Sequence[int]:
    """Of those who may answer it: whoever works on the case or registered it, else the heads, else all of them."""
    role = step_roles().get(task.role)
    if role is None:
        return []
    own = Account.person_id == task.assignee_person_id if role.assigned else Account.committee_id == task.committee_id
    may = and_(own, Account.role.in_(role.accounts), Account.disabled_at.is_(None))
    handling = or_(Account.person_id.in_(at_work_on(case)), Account.id == case.typed_by_id)
    for narrowed in (and_(may, handling), and_(may, Account.role.in_(HEADS)), may):
        found = db.session.scalars(select(Account.id).where(narrowed).order_by(Account.id)).all()
        if found:
            return found
    return []
