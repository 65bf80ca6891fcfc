"""Drive one matter through its steps by answering them, as people would; what every kind of matter has in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar, Self

from sqlalchemy import select

from app.accounts.models import Account
from app.core.clock import SHANGHAI, local
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.queries import running_named, running_of
from app.processes.actions.answer import answer_task
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Process, Task, Timer
from app.processes.queries import open_steps_about, open_tasks_of
from tests.town import NOW


class Walk:
    """One matter on its way; every call is its own transaction, as a request would be."""

    kind: ClassVar[str]
    """How its steps and periods name what they are about."""

    def __init__(self, now: datetime = NOW, subject_id: int = 0) -> None:
        self.now, self.subject_id = now, subject_id
        self.happened_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """When what is done next happened: now, unless it is typed afterwards."""
        return self.happened_at or self.now

    @property
    def today(self) -> date:
        """The day on which what is done next happened."""
        return local(self.moment).date()

    def account(self, login_name: str) -> Account:
        return db.session.query(Account).filter_by(login_name=login_name).one()

    def steps(self) -> Sequence[Task]:
        """The open steps of its own, and behind them those of its letters."""
        return open_steps_about(self.kind, [self.subject_id])

    @property
    def open(self) -> list[str]:
        """Names of the open steps."""
        return [task.name for task in self.steps()]

    def task(self, name: str) -> Task:
        """The open step with this name, of letters that of the newest."""
        return next(task for task in reversed(self.steps()) if task.name == name)

    def period(self, code: str, part: str | None = None) -> Deadline:
        """The running period of this code."""
        found = running_named(self.kind, self.subject_id, code, part)
        assert found is not None, f"no period {code} runs"
        return found

    def ended(self, code: str) -> Deadline:
        """The newest period of this code, running or over."""
        found = db.session.query(Deadline).filter_by(subject_kind=self.kind, subject_id=self.subject_id, code=code)
        return found.order_by(Deadline.id.desc()).first()

    @property
    def periods(self) -> list[str]:
        """The codes of the running periods, the first to end first."""
        return [one.code for one in running_of(self.kind, self.subject_id)]

    def later(self, **span: float) -> Self:
        """Time passes."""
        self.now += timedelta(**span)
        return self

    def on(self, day: date, hour: int = 10) -> Self:
        """It is this day, in the morning in Shanghai."""
        self.now = datetime.combine(day, time(hour), SHANGHAI)
        self.happened_at = None
        return self

    def happened(self, day: date, hour: int = 10) -> Self:
        """What is done from here on happened on this day and is only typed now (事后补录)."""
        self.happened_at = datetime.combine(day, time(hour), SHANGHAI)
        return self

    def ring(self) -> Self:
        """The earliest date an open step, or the flow itself, waits for comes, and the sweeps ring it."""
        due = [task.due_at for task in open_tasks_of(self.kind, self.subject_id) if task.due_at]
        self.now = max(self.now, min(due or self._waited_for()) + timedelta(minutes=1))
        sweep_timers(self.now)
        sweep_deadlines(self.now)
        return self

    def _waited_for(self) -> Sequence[datetime]:
        mine = (Process.subject_kind == self.kind, Process.subject_id == self.subject_id)
        return db.session.scalars(select(Timer.due_at).join(Process).where(*mine, Timer.gone_at.is_(None))).all()

    def answer(self, name: str, by: str, **values: object) -> Self:
        """Answer the open step of this name."""
        task = self.task(name)
        with transaction():
            answer_task(
                task.id,
                page_version=task.row_version,
                values=values,
                occurred_at=self.moment,
                spoken_by="",
                actor=self.account(by),
                now=self.now,
            )
        return self
