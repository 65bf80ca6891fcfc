"""Numbers: one table says where every series stands, and every series declares its rule.

`ByEvent` for matters (人调字), `Rising` for letters (文号), `random_number` for what nobody may guess from another one.
A series leaves no gap and gives no double: its row stays locked until the transaction ends, and a deed that is refused
gives its number back.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from app.core.db import Model, db, locked_or_made


class SeriesRow(Model):
    """Where a series stands: whose it is, the word in its numbers, the year, and the last number given."""

    __abstract__ = True

    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class NumberSeries(SeriesRow):
    """The series of every room but the closed one, which keeps a table of its own."""

    __tablename__ = "number_series"


@dataclass(frozen=True)
class Drawn:
    """A number that was given: the sequence within a year."""

    year: int
    sequence: int


@dataclass(frozen=True)
class Series:
    """The numbers with one word; every owner has a series of its own for each year, beginning with 1."""

    word: str
    table: type[SeriesRow] = NumberSeries

    def _next(self, owner: str, year: int) -> Drawn:
        table = self.table
        wanted = select(table).where(table.owner == owner, table.word == self.word, table.year == year)
        row = locked_or_made(wanted, lambda: table(owner=owner, word=self.word, year=year, last=0))
        row.last += 1
        return Drawn(year, row.last)

    def _is_begun(self, owner: str, year: int) -> bool:
        return db.session.get(self.table, (owner, self.word, year)) is not None


@dataclass(frozen=True)
class Rising(Series):
    """Letters: the number after the last one, of the year of the day on which the number is put on the paper."""

    def draw(self, owner: str, *, on: date) -> Drawn:
        """The next number.  The series stays locked until the transaction ends."""
        return self._next(owner, on.year)


@dataclass(frozen=True)
class ByEvent(Series):
    """Matters: of the year in which it happened, also when it is entered later, while that year's book is open.

    The book of a year is closed `open_days` after its end, when the yearly return is made; later entries get a number
    of this year.  A year in which nothing was numbered here has its book elsewhere, on paper: it is never begun now.
    """

    def draw(self, owner: str, *, on: date, today: date, open_days: int) -> Drawn:
        """The next number for what happened `on` a day.  The series stays locked until the transaction ends."""
        closed_after = date(on.year, 12, 31) + timedelta(days=open_days)
        is_open = on.year == today.year or (today <= closed_after and self._is_begun(owner, on.year))
        return self._next(owner, on.year if is_open else today.year)


def random_number(column: InstrumentedAttribute[str], made: Callable[[int], str]) -> str:
    """A number that tells nothing of those before and after: made of six random digits, and not in `column` yet."""
    while True:
        number = made(secrets.randbelow(900_000) + 100_000)
        if db.session.scalar(select(column).where(column == number)) is None:
            return number
