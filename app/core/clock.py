"""The one door to the time of day.  Everything else receives moments and dates as arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one zone without summer time (GB/T 7408); a fixed offset needs no zone file."""


def _machine_time() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Pretended:
    """The machine's time, some days on or back (training)."""

    shift: timedelta

    def __call__(self) -> datetime:
        return _machine_time() + self.shift


class Clock:
    """Where `now` comes from; tests and training put another source in."""

    def __init__(self) -> None:
        self.source: Callable[[], datetime] = _machine_time

    def pretend(self, day: date) -> None:
        """From now on it is that day in Shanghai, at this time of day, and time goes on from there (training)."""
        self.source = Pretended(timedelta(days=(day - local(_machine_time()).date()).days))


clock = Clock()


def now() -> datetime:
    """This moment, aware, in UTC."""
    return clock.source()


def unshifted(moment: datetime) -> datetime:
    """The machine's own moment behind a pretended one: a phone's clock does not play along."""
    return moment - clock.source.shift if isinstance(clock.source, Pretended) else moment


def today() -> date:
    """The calendar day in Shanghai."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """An aware moment as seen on a clock in Shanghai."""
    return moment.astimezone(SHANGHAI)


def end_of_day(day: date) -> datetime:
    """The last second of a Shanghai day, as an aware moment in UTC."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=SHANGHAI).astimezone(UTC)
