"""The due date reckoned a second time, on purpose by other means, so that two mistakes would have to agree.

Nothing here is shared with `workflows/periods/reckon.py`: the days come from `chinese_calendar` alone, are
numbered from 2004 on, and are walked one by one with a pencil, the way a clerk does it on a wall calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)


@cache
def rest_days() -> dict[date, bool]:
    """Every day from 2004 to 2026: does the office rest?"""
    days = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    return {day: chinese_calendar.is_holiday(day) for day in days}


@dataclass(frozen=True)
class Opinion:
    """Both ends."""

    unrolled_on: date
    due_on: date


def second_opinion(
    start: date,
    length: int,
    unit: str,
    *,
    rolls: bool,
    suspended: tuple[tuple[date, date], ...] = (),
    extension_days: int = 0,
) -> Opinion:
    """Both ends of a period; KeyError when one of its days lies outside the table."""
    table = rest_days()
    if unit == "calendar_month":
        last = months_on(start, length)
    elif unit == "calendar_year":
        last = months_on(start, 12 * length)
    else:
        last, left = start, length
        while left:
            last = tomorrow(last)
            stands_still = any(begins <= last <= ends for begins, ends in suspended)
            if not stands_still and not (unit == "working_day" and table[last]):
                left -= 1
    for _ in range(extension_days):
        last = tomorrow(last)
    due = last
    while table[due] and rolls:
        due = tomorrow(due)
    return Opinion(last, due)


def tomorrow(day: date) -> date:
    """The next day, found on the wall calendar."""
    return date.fromordinal(day.toordinal() + 1)


def months_on(start: date, count: int) -> date:
    """Month by month; a day the last month has not got is its last day."""
    year, month = start.year, start.month
    for _ in range(count):
        month += 1
        if month > 12:
            year, month = year + 1, 1
    if start.day <= days_in(year, month):
        return date(year, month, start.day)
    return date(year, month, days_in(year, month))


def days_in(year: int, month: int) -> int:
    """Thirty days have September, April, June and November."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
