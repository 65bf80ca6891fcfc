"""The days on which the example's matters happened, reckoned back from the moment the town is loaded."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from app.core.clock import SHANGHAI, local
from app.deadlines.queries.calendar_source import town_calendar
from app.deadlines.queries.reckoned import reckoned

OFFICE_OPENS, AFTERNOON = time(9), time(16)
OFFICE_IS_BUSY = time(10)
"""From then on what was begun this morning lies an hour back."""
SIXTY_DAYS = "D5"
DAYS_LEFT = (2, 3, 1)
"""How many days a period that is nearly over has left, the best first."""
LONGEST_BEFORE = 90
"""So many days before the loading the beginning of a period is looked for."""


class Diary:
    """Turns "so many days ago" into a morning on which somebody worked: a working day, or a day on duty."""

    def __init__(self, now: datetime) -> None:
        self.now, self.today = now, local(now).date()
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
        """When the office opened on that day; no days ago is the last time somebody sat down before the loading."""
        return self.latest() if days == 0 else datetime.combine(self.worked_on(days), OFFICE_OPENS, SHANGHAI)

    def latest(self) -> datetime:
        """This morning, or the afternoon before while this morning is young: within twenty-four hours of the loading.

        Also on a rest day: somebody has read a text at home.
        """
        if local(self.now).time() >= OFFICE_IS_BUSY:
            return datetime.combine(self.today, OFFICE_OPENS, SHANGHAI)
        return datetime.combine(self.today - timedelta(days=1), AFTERNOON, SHANGHAI)

    def begun_so_that_late(self, code: str, by: int) -> int:
        """How many days ago a period began whose end, rest days rolled, was `by` days ago or before.

        A last day is never a rest day, so that after a weekend it can be a day or two more.
        """
        days = by
        while self.due_on(code, days) > self.today - timedelta(days=by):
            days += 1
        return self._worked(days)

    def begun_so_that_soon(self, code: str) -> int:
        """How many days ago a period began that is nearly over, rest days not rolled; on a working day if one fits."""
        by_left = {self._left(code, days): days for days in range(LONGEST_BEFORE)}
        fitting = [by_left[left] for left in DAYS_LEFT if left in by_left]
        worked = [days for days in fitting if self.worked_on(days) == self.today - timedelta(days=days)]
        return self._worked((worked or fitting)[0])

    def due_on(self, code: str, days: int) -> date:
        """The last day, rest days rolled, of a period that began so many days ago."""
        return reckoned(code, self._moment(days), length=None).due_on

    def _left(self, code: str, days: int) -> int:
        return (reckoned(code, self._moment(days), length=None).unrolled_on - self.today).days

    def _moment(self, days: int) -> datetime:
        return datetime.combine(self.today - timedelta(days=days), OFFICE_OPENS, SHANGHAI)
