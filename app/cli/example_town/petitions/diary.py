"""The days on which the example's petitions happened, reckoned back from the day the town is loaded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local
from app.deadlines.calendar_source import town_calendar
from app.deadlines.reckoned import reckoned

OFFICE_OPENS = time(9)
SIXTY_DAYS = "D5"
SOON = (58, 57, 59)
"""Ages of an acceptance whose sixty days end within three days, the best first."""


class Diary:
    """Turns "so many days ago" into a morning on which somebody worked: a working day, or a day on duty."""

    def __init__(self, now: datetime) -> None:
        self.today = local(now).date()
        self._on_duty: set[date] = set()

    def worked_on(self, days: int) -> date:
        """That many days ago, or the last day before it on which somebody worked."""
        day, calendar = self.today - timedelta(days=days), town_calendar()
        while calendar.is_rest(day) and day not in self._on_duty:
            day -= timedelta(days=1)
        return day

    def _worked(self, days: int) -> int:
        """The same number of days; somebody was on duty then, should it have been a rest day."""
        self._on_duty.add(self.today - timedelta(days=days))
        return days

    def morning(self, days: int) -> datetime:
        """When the office opened on that day."""
        return datetime.combine(self.worked_on(days), OFFICE_OPENS, SHANGHAI)

    def accepted_so_that_late(self, by: int) -> int:
        """How many days ago something was accepted whose sixty days, rest days rolled, ended `by` days ago or before.

        The last of the sixty days is never a rest day, so that after a weekend it can be a day or two more.
        """
        days = 60 + by
        while reckoned(SIXTY_DAYS, self._moment(days), length=None).due_on > self.today - timedelta(days=by):
            days += 1
        return self._worked(days)

    def accepted_so_that_soon(self) -> int:
        """How many days ago something was accepted whose sixty days are nearly over."""
        worked = [self.worked_on(days) == self.today - timedelta(days=days) for days in SOON]
        return self._worked(SOON[worked.index(True)] if any(worked) else SOON[0])

    def _moment(self, days: int) -> datetime:
        return datetime.combine(self.today - timedelta(days=days), OFFICE_OPENS, SHANGHAI)
