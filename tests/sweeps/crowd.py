"""Very many rows, made in the database itself as copies of a few that the application made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, String, cast, func, insert, literal, select, text

from app.cases.models import Case
from app.core.clock import local
from app.core.db import Model, db
from app.core.transaction import transaction
from app.deadlines.actions.open_deadline import open_deadline

DISTANT, DUE = "M10", "M2"
"""Codes: one of three years, which rings long from now when it began lately, and one of a month."""
LONG_AGO = timedelta(days=120)
BEGINNINGS = 50
"""On so many different days the distant ones begin."""
STRANGERS = 1_000_000
"""Subjects from here on are nobody's: a period names its subject without a foreign key."""


@dataclass(frozen=True)
class Stranger:
    """A dispute that is only a number."""

    id: int
    subject_kind: str = "case"


def open_due(case: Case, many: int, *, now: datetime, first: int = 0) -> list[int]:
    """So many periods of a real dispute whose last day is over, numbered from `first`; their ids."""
    place = {"region": case.region, "committee_id": case.committee_id}
    starts = local(now - LONG_AGO).date()
    with transaction():
        opened = [
            open_deadline(case, DUE, starts=starts, actor=None, now=now, part=f"due-{number}", **place)
            for number in range(first, first + many)
        ]
        return [one.id for one in opened]


def crowd(first: int, last: int, *, committee_id: int, now: datetime) -> None:
    """Open periods of the strangers from `first` to before `last`, none of which rings before three years are over."""
    place = {"region": "", "committee_id": committee_id}
    with transaction():
        for number in range(first, min(first + BEGINNINGS, last)):
            starts = local(now - timedelta(days=number % BEGINNINGS)).date()
            one = open_deadline(Stranger(STRANGERS + number), DISTANT, starts=starts, actor=None, now=now, **place)
            copies = (last - 1 - number) // BEGINNINGS
            copy_row("deadline", one.id, copies, subject_id=lambda step, n=number: STRANGERS + n + step * BEGINNINGS)


def copy_row(table_name: str, row_id: int, many: int, **changes: Callable[[ColumnElement[int]], object]) -> None:
    """So many copies of a row; each change makes a column's value of the copy's number, which begins at 1.

    A copy has a public id of its own: the row's key and its number, in letters that public ids are made of.
    """
    if many <= 0:
        return
    table = Model.metadata.tables[table_name]
    numbers = select(literal(1).label("step")).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.step + 1).where(numbers.c.step < many))
    columns = [column for column in table.columns if column.name != "id"]
    named = {"public_id": partial(_own_public_id, row_id)} if "public_id" in table.columns else {}
    changes = {**named, **changes}
    values = [
        changes[column.name](numbers.c.step).label(column.name) if column.name in changes else column
        for column in columns
    ]
    copies = select(*values).select_from(table.join(numbers, literal(1) == 1)).where(table.c.id == row_id)
    db.session.execute(insert(table).from_select([column.name for column in columns], copies))


def _own_public_id(row_id: int, step: ColumnElement[int]) -> ColumnElement[str]:
    told = literal(f"{row_id:06}") + cast(step + 100_000, String)
    return func.replace(func.replace(told, "0", "a"), "1", "b")


def settle() -> None:
    """Let PostgreSQL tidy up and count its rows, as it does by itself from time to time; nobody does so on SQLite."""
    if db.engine.dialect.name == "postgresql":
        db.session.rollback()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
