"""The example town at work: who stands where, what time it is, what somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.core.clock import local
from app.core.db import db
from app.example.town.diary import Diary
from app.example.town.people import Registry
from app.matters.actions.project import project_touched
from app.organisations.models import Village
from app.processes.actions.answer import answer_task
from app.processes.queries import open_steps_about
from app.processes.registry import Submission

AN_ACTION_TAKES = timedelta(minutes=3)
LONG_AGO = 365
"""Days before the oldest matter of the example."""


class AtWork:
    """The accounts of the town and the time at which they work; `now` is when the town is loaded."""

    def __init__(self, registry: Registry, now: datetime) -> None:
        self.registry, self.diary = registry, Diary(now)
        self.at = self.diary.morning(LONG_AGO)
        self.accounts = {one.login_name: one for one in db.session.scalars(select(Account))}
        self.villages = {one.name: one for one in db.session.scalars(select(Village))}

    def begin(self, moment: datetime) -> None:
        """A morning comes, or another matter of the same morning."""
        self.at = max(self.at, moment)

    def moment(self) -> datetime:
        """A few minutes after the action before."""
        self.at += AN_ACTION_TAKES
        return self.at

    @property
    def today(self) -> date:
        """The day it is."""
        return local(self.at).date()

    def told(self, values: Mapping[str, object], by: str, spoken_by: str = "") -> Submission:
        """What somebody types now."""
        moment, account = self.moment(), self.accounts[by]
        return Submission(values, moment, spoken_by or account.display_name, account, moment)

    def answer(self, kind: str, subject_id: int, step: str, by: str, values: Mapping[str, object]) -> None:
        """Answer the open step of this name, of letters the newest; who sees the matter is as it was left before."""
        project_touched(db.session())
        task = next(one for one in reversed(open_steps_about(kind, [subject_id])) if one.name == step)
        moment = self.moment()
        answer_task(
            task.id,
            page_version=task.row_version,
            values=values,
            occurred_at=moment,
            spoken_by="",
            actor=self.accounts[by],
            now=moment,
        )
