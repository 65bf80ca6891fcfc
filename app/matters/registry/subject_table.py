"""The table of a kind: who sees its rows, what lists call them, where their pages are, whom their periods tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Column, ColumnElement, select
from sqlalchemy.orm.interfaces import ORMOption

from app.core import public_ids
from app.core.db import Model, db
from app.core.permissions import Actor
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.shown import moved_words, ring_words
from app.deadlines.registry import Named
from app.deadlines.terms import Stage
from app.matters.registry.sight import Owned
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind

Row = TypeVar("Row", bound=Model)


def _nothing(_row: Any) -> str:
    return ""


def _nobody(_row: Any, _deadline: Deadline, _stage: Stage) -> Collection[int]:
    return ()


def _never(_deadline: Deadline, _stage: Stage) -> bool:
    return False


@dataclass(frozen=True, kw_only=True)
class SubjectTable(Generic[Row]):
    """The rows of one table; for those that have periods, their `app.deadlines.registry.Subjects`."""

    name: str
    """The kind, as periods, steps and notices store it."""
    table: type[Row]
    sight: Callable[[Actor], ColumnElement[bool]]
    """The condition on the table for what an account may see."""
    named_as: Callable[[Row], Named]
    page: Callable[[Row], str]
    """The address of its page (inside a request)."""
    begins: Callable[[Row], str] = _nothing
    """The first words of a notice about it."""
    told: Callable[[Row, Deadline, Stage], Collection[int]] = _nobody
    """The accounts that a stage tells; of a day the calendar moved, those of `Stage.SOON`."""
    is_same_day: Callable[[Deadline, Stage], bool] = _never
    """Whether a ring also leaves the house at once, for those who asked for it."""
    options: tuple[ORMOption, ...] = ()
    """What is read along with many rows."""

    def visible(self, actor: Actor) -> ColumnElement[bool]:
        """The periods of what the account may see."""
        if isinstance(self.sight, Owned):
            return self.sight.of(Deadline.subject_id, actor)
        return Deadline.subject_id.in_(select(key_column(self.table)).where(self.sight(actor)))

    def named(self, subject_ids: Collection[int]) -> Mapping[int, Named]:
        """What lists call many rows."""
        return {key: self.named_as(row) for key, row in self.read(subject_ids).items()}

    def link(self, subject_id: int) -> str:
        """The page of a row."""
        return self.page(self.row(subject_id))

    def links(self, subject_ids: Collection[int]) -> Mapping[int, str]:
        """The pages of many rows, without those that are gone."""
        return {key: self.page(row) for key, row in self.read(subject_ids).items()}

    def read(self, subject_ids: Collection[int], *options: ORMOption) -> Mapping[int, Row]:
        """Many rows by key, with what lists say of them, without those that are gone."""
        key = key_column(self.table)
        found = select(key, self.table).where(key.in_(subject_ids)).options(*self.options, *options)
        return dict(db.session.execute(found).all())

    def key_of(self, public_id: str) -> int:
        """The row that an address names; `NO_ROW` when there is none."""
        return public_ids.key_of(self.table, public_id)

    def row(self, subject_id: int) -> Row:
        """The row itself, without asking who looks."""
        return db.session.get_one(self.table, subject_id)

    def id_of(self, row: Row) -> int:
        """The key of a row, also of one that was written a moment ago."""
        key: int = getattr(row, key_column(self.table).key)
        return key

    def hold(self, subject_id: int) -> None:
        """Lock the row until the transaction ends, and read it as it stands behind the lock."""
        found = select(self.table).where(key_column(self.table) == subject_id).with_for_update(of=self.table)
        db.session.scalar(found.execution_options(populate_existing=True))

    def moved(self, deadline: Deadline, before: date, why: str, now: datetime) -> None:
        """Tell the same people that the last day is another one."""
        key = f"moved:{deadline.id}:{before}:{deadline.due_on}"
        words = moved_words(deadline, period_rule(deadline.code), before, why)
        self._tell(deadline, Stage.SOON, NoticeKind.CALENDAR, key, words, is_same_day=False, now=now)

    def ring(self, deadline: Deadline, stage: Stage, now: datetime) -> None:
        """Tell whom a stage concerns; it decides nothing."""
        key = f"deadline:{deadline.id}:{stage}:{deadline.due_on}"
        words = ring_words(deadline, period_rule(deadline.code), stage, now=now)
        is_same_day = self.is_same_day(deadline, stage)
        self._tell(deadline, stage, NoticeKind.DEADLINE, key, words, is_same_day=is_same_day, now=now)

    def _tell(
        self,
        deadline: Deadline,
        stage: Stage,
        kind: NoticeKind,
        key: str,
        words: str,
        *,
        is_same_day: bool,
        now: datetime,
    ) -> None:
        row = self.row(deadline.subject_id)
        notify(
            self.told(row, deadline, stage),
            kind=kind,
            key=key,
            text=f"{self.begins(row)}：{words}",
            subject_kind=self.name,
            subject_id=deadline.subject_id,
            is_same_day=is_same_day,
            now=now,
        )


def key_column(table: type[Model]) -> Column[Any]:
    """The key of a table of matters."""
    (key,) = Model.metadata.tables[table.__tablename__].primary_key.columns
    return key
