"""What a workbook holds, as plain values; what a cell's type says about its text.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

LONGEST_CELL = 300
MOST_DIGITS = 15
"""A spreadsheet keeps fifteen digits of a number (IEEE 754 double); the others are gone."""
EARLIEST_DAY, LATEST_DAY = date(1949, 10, 1), date(2099, 12, 31)
"""Between these a whole number in a column of days is taken for a day."""


class Mark(Enum):
    """What a cell holds that is no value."""

    ERROR = "error"
    """A formula that failed: #N/A, #REF!, #VALUE!."""


Value = str | int | float | bool | date | Mark | None
"""Text, number, yes or no, day, error, nothing: the type is what the file says."""


@dataclass(frozen=True)
class Line:
    """A line with something in it, by its number in the file, from 1; cells from column A on."""

    number: int
    cells: tuple[Value, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet; of a hidden one only the name was read.  A text table is one sheet without a name."""

    name: str
    is_hidden: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Book:
    """Everything a file holds, and the day its serial numbers count from, if the file says."""

    sheets: tuple[Sheet, ...]
    day_zero: date | None


def as_text(value: Value) -> str:
    """A cell as the text a person sees; whole numbers without a decimal point, days as 2026-11-23."""
    if value is None or value is Mark.ERROR:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:LONGEST_CELL]


def is_cut(value: Value) -> bool:
    """Whether a number is longer than a spreadsheet can keep: its last digits are made up, whatever they look like."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) >= 10**MOST_DIGITS


def as_day(value: Value, day_zero: date | None) -> date | None:
    """The day a cell holds: a day, or a serial number (days since `day_zero`) between 1949 and 2099; else None.

    Serial numbers count from 1899-12-30, in a workbook of an old Mac from 1904-01-01 (ECMA-376 part 1, 18.17.4.1).
    """
    if isinstance(value, date):
        return value
    if day_zero is None or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    first, last = (day - day_zero for day in (EARLIEST_DAY, LATEST_DAY))
    if not first.days <= value < last.days + 1:
        return None
    return day_zero + timedelta(days=int(value))
