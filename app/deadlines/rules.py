"""Lights and rings of a period.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from app.core.clock import SHANGHAI, local
from app.deadlines.terms import Stage

MORNING = time(8)


class Light(StrEnum):
    """A light: colour, word and shape."""

    OVERDUE = "overdue"
    SOON = "soon"
    OK = "ok"


LIGHT_NAMES = {Light.OVERDUE: "超期", Light.SOON: "临期", Light.OK: "正常"}
UNKEPT = "当事人没履行"
"""What is said of a day that parties promised and that is over: nobody of the office is late with it."""


@dataclass(frozen=True)
class Thresholds:
    """How long before its end a period is 临期: `days` for periods of days, `hours` for those of hours."""

    days: int
    hours: int


@dataclass(frozen=True)
class Ends:
    """The two ends of a period; `is_timed` for periods of hours."""

    unrolled_on: date
    due_on: date
    unrolled_at: datetime
    due_at: datetime
    is_timed: bool = False


def soon_from(ends: Ends, thresholds: Thresholds) -> datetime:
    """From when on the light is 临期: that many days before the unrolled end, from the morning on."""
    if ends.is_timed:
        return ends.due_at - timedelta(hours=thresholds.hours)
    return _morning(ends.unrolled_on - timedelta(days=thresholds.days))


def light_of(ends: Ends, *, now: datetime, thresholds: Thresholds) -> Light:
    """Red once the *unrolled* end has passed, yellow within the threshold before it, else green.

    Whether a period that is practice rolls over rest days is doubtful; whoever works to the unrolled end is safe.
    """
    if now > ends.unrolled_at:
        return Light.OVERDUE
    if ends.is_timed:
        return Light.SOON if now >= soon_from(ends, thresholds) else Light.OK
    left = (ends.unrolled_on - local(now).date()).days
    return Light.SOON if left <= thresholds.days else Light.OK


def light_words(ends: Ends, *, now: datetime) -> str:
    """``还有2天`` / ``今天到期`` / ``10月2日已到，顺延到10月8日`` / ``超期3天``; hours by the clock.

    On the unrolled end of a period whose last day has moved: ``不顺延今天到期，顺延到10月8日``.
    """
    today = local(now).date()
    if ends.is_timed and abs(ends.due_at - now) < timedelta(hours=48):
        return _hours_left(ends.due_at - now)
    if today > ends.due_on:
        return f"超期{(today - ends.due_on).days}天"
    if today == ends.due_on == ends.unrolled_on:
        return "今天到期"
    if today >= ends.unrolled_on:
        here = "不顺延今天到期" if today == ends.unrolled_on else f"{_short(ends.unrolled_on)}已到"
        return f"{here}，顺延{'今天到期' if today == ends.due_on else '到' + _short(ends.due_on)}"
    return f"还有{(ends.unrolled_on - today).days}天"


def _hours_left(left: timedelta) -> str:
    hours = int(abs(left).total_seconds() // 3600)
    if left < timedelta():
        return f"超过{hours}小时" if hours else "刚刚过时"
    return f"还有{hours}小时" if hours else "不到1小时"


def next_ring(
    ends: Ends, rung: Stage, *, now: datetime, thresholds: Thresholds
) -> tuple[Stage, datetime] | tuple[None, None]:
    """Which stage rings next and when, after `rung`; nothing after the lapse.

    Of stages whose moment has passed by `now` only the last one rings.
    """
    ahead = [
        (stage, at) for stage, at in _stages(ends, thresholds) if list(Stage).index(stage) > list(Stage).index(rung)
    ]
    come = [one for one in ahead if one[1] <= now]
    if come:
        return come[-1]
    return ahead[0] if ahead else (None, None)


def rung_already(ends: Ends, *, now: datetime, thresholds: Thresholds) -> Stage:
    """The stage a period that begins (or is moved) now has behind it: whoever begins it sees that it is short.

    The lapse is never taken for granted: it always rings.
    """
    come = [stage for stage, at in _stages(ends, thresholds) if at <= now and stage is not Stage.LAPSED]
    return come[-1] if come else Stage.RUNNING


def _stages(ends: Ends, thresholds: Thresholds) -> list[tuple[Stage, datetime]]:
    stages = [(Stage.SOON, soon_from(ends, thresholds))]
    if ends.due_on != ends.unrolled_on:
        stages.append((Stage.UNROLLED, _morning(ends.unrolled_on)))
    if not ends.is_timed:
        stages.append((Stage.TODAY, _morning(ends.due_on)))
    return [*stages, (Stage.LAPSED, ends.due_at)]


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, SHANGHAI)


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
