"""Periods of statistics, on time or late, and how a number changed.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.asked import asked_day
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR

NO_DAYS = "日子看不明白，先看今年的；日子要写成 2026-11-23 这样，开始那天不能晚于结束那天。"
FORMULA_STARTS = ("=", "+", "-", "@")
BLANK_STARTS = ("\t", "\r", "\n")


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both counted."""

    first: date
    last: date

    def before(self, today: date) -> Period:
        """As many days right before it; of a period that is still running, as many as have passed of it."""
        end = self.last if self.first > today else min(self.last, today)
        length = (end - self.first).days + 1
        return Period(self.first - timedelta(days=length), self.first - timedelta(days=1))

    @property
    def asked(self) -> dict[str, str]:
        """The period in an address."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


def this_year(today: date) -> Period:
    """The calendar year of a day."""
    return Period(date(today.year, 1, 1), date(today.year, 12, 31))


def asked_period(first: str, last: str, today: date) -> tuple[Period, str]:
    """The period an address asks for and an empty text; this calendar year and a sentence when it asks for none.

    A day left out is the first or the last of this year.
    """
    year = this_year(today)
    begins, ends = asked_day(first) if first else year.first, asked_day(last) if last else year.last
    if begins is None or ends is None:
        return year, NO_DAYS
    asked = Period(begins, ends)
    is_good = asked.first.year > FIRST_YEAR and asked.first <= asked.last and asked.last.year < LAST_YEAR
    return (asked, "") if is_good else (year, NO_DAYS)


class Timeliness(StrEnum):
    """Whether what a period asks for was done within it."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    NONE = "none"


TIMELINESS_NAMES = {
    Timeliness.ON_TIME: "按期",
    Timeliness.LATE: "超期",
    Timeliness.OPEN: "还在期限里",
    Timeliness.NONE: "没有这个期限，或者不用再算",
}


def change_words(now: int, before: int, unit: str) -> str:
    """``多2项`` / ``少1项`` / ``一样``: against the period before."""
    if now == before:
        return "一样"
    return f"多{now - before}{unit}" if now > before else f"少{before - now}{unit}"


def guarded(text: str) -> str:
    """The text of a cell so that no spreadsheet takes it for a formula: an apostrophe before what begins like one."""
    is_formula = text.lstrip().startswith(FORMULA_STARTS) or text.startswith(BLANK_STARTS)
    return f"'{text}" if is_formula else text
