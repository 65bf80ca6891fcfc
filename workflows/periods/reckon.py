"""From a rule and a start to the due date, with the explanation of each day counted.  Pure.

The first day is not counted; a last day on a rest day rolls forward; months and years end on the corresponding day or
the month's end (民法典 第200–203条).  Hours run from the moment itself.  Both ends are kept: the *unrolled* one, on
which a careful office warns, and the *rolled* one, which is the last day by the Civil Code.
"""

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from workflows.errors import PeriodRefused
from workflows.periods.holidays import Calendar, DayMark, notice_year
from workflows.periods.rules import LONGEST, PeriodRule, Unit

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both included, in which a period does not run."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Extension:
    """A period made longer: by ``days`` from its unrolled end, or until an agreed day; when that was decided."""

    decided_on: date
    days: int | None = None
    until: date | None = None


class Part(StrEnum):
    """What a day does in a period."""

    START = "start"
    COUNTED = "counted"
    REST = "rest"
    SUSPENDED = "suspended"
    ROLLED = "rolled"
    END = "end"


class DayNote(NamedTuple):
    """One day of the explanation: its number when it is counted, and why it is counted or not.

    A tuple, because a period of years has a thousand of them.

    ``span`` is how much of the day an hour period takes; None for periods of days.
    """

    on: date
    part: Part
    mark: DayMark
    why: str
    number: int | None = None
    is_provisional: bool = False
    span: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A computed period: both ends as days and as aware UTC moments, and every day on the way."""

    rule: PeriodRule
    length: int
    starts_on: date
    starts_at: datetime
    unrolled_on: date
    due_on: date
    unrolled_at: datetime
    due_at: datetime
    days: tuple[DayNote, ...]
    first_end: date
    suspensions: tuple[Span, ...] = ()
    extension: Extension | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def is_rolled(self) -> bool:
        """Whether the last day moved."""
        return self.due_on != self.unrolled_on

    @property
    def provisional_years(self) -> list[int]:
        """The years whose notice is not out yet and may still move the end; none where the end cannot roll."""
        if self.rule.unit is Unit.WORKING_DAY:
            deciding = tuple(Part)
        elif self.rule.rolls and (self.extension is None or self.extension.until is None):
            deciding = (Part.END, Part.ROLLED)
        else:
            deciding = ()
        return sorted({notice_year(day.on) for day in self.days if day.is_provisional and day.part in deciding})

    @property
    def is_provisional(self) -> bool:
        """Whether a day that decides lies in a year whose notice is not out yet (暂定)."""
        return bool(self.provisional_years)

    @property
    def counted(self) -> int:
        """How many days were counted."""
        return sum(day.number is not None for day in self.days)


def reckon(
    rule: PeriodRule,
    start: date | datetime,
    calendar: Calendar,
    *,
    length: int | None = None,
    suspensions: Sequence[Span] = (),
    extension: Extension | None = None,
) -> Reckoning:
    """Compute a period from the day (or, for hours, the aware moment) of its start.

    `length` replaces the rule's own (a town's setting).  Raises PeriodRefused: a length that is none, a naive moment; a
    suspension where the rule knows none, overlapping or outside the period; an extension after the end, beyond the
    limit, or of a rule that cannot be extended.  Raises HolidaysRefused outside the years that are known.
    Source: 民法典 第200–203条; 信访工作条例 第34、36条.
    """
    units = rule.length if length is None else length
    if not 1 <= units <= LONGEST[rule.unit]:
        raise PeriodRefused(f"“{rule.title}”的期限要在1到{LONGEST[rule.unit]}之间，没有“{units}”这样长的。")
    if rule.unit is Unit.HOUR:
        return _hours(rule, start, calendar, units, suspensions, extension)
    starts_on = _day_of(start)
    calendar.mark(starts_on)
    ordered = _checked_spans(rule, suspensions, starts_on)
    counted = list(_counted(rule, starts_on, units, ordered, calendar))
    first_end = counted[-1].on
    for span in ordered:
        if span.first > first_end:
            raise PeriodRefused(f"{_words(span.first)}已经过了期限的最后一天（{_words(first_end)}），不能再中止。")
    if extension is not None:
        counted.extend(_extended(rule, extension, counted, starts_on, calendar))
    unrolled_on = counted[-1].on
    rolls = rule.rolls and (extension is None or extension.until is None)
    due_on = calendar.working_day_from(unrolled_on) if rolls else unrolled_on
    return Reckoning(
        rule=rule,
        length=units,
        starts_on=starts_on,
        starts_at=_start_of(start),
        unrolled_on=unrolled_on,
        due_on=due_on,
        unrolled_at=end_of(unrolled_on),
        due_at=end_of(due_on),
        days=(_first(starts_on, rule, calendar), *_ended(counted, due_on), *_rolled(unrolled_on, due_on, calendar)),
        first_end=first_end,
        suspensions=ordered,
        extension=extension,
        notes=_doubts(extension, first_end),
    )


def end_of(day: date) -> datetime:
    """The last second of a day in Shanghai, in UTC."""
    return datetime.combine(day, LAST_SECOND, SHANGHAI).astimezone(UTC)


def corresponding_day(day: date, count: int) -> date:
    """The same day `count` months on, or that month's last day (民法典 第202条)."""
    place = day.year * 12 + day.month - 1 + count
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _day_of(start: date | datetime) -> date:
    return _aware(start).astimezone(SHANGHAI).date() if isinstance(start, datetime) else start


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PeriodRefused(f"时间“{moment.isoformat()}”没有时区，请写明，例如 +08:00。")
    return moment


def _start_of(start: date | datetime) -> datetime:
    moment = _aware(start) if isinstance(start, datetime) else datetime.combine(start, time(), SHANGHAI)
    return moment.astimezone(UTC)


def _checked_spans(rule: PeriodRule, spans: Sequence[Span], starts_on: date) -> tuple[Span, ...]:
    if spans and not rule.suspended_by:
        raise PeriodRefused(f"“{rule.title}”的期限不能中止（{rule.source}没有这样规定）。")
    ordered = tuple(sorted(spans))
    for span in ordered:
        if span.last < span.first:
            raise PeriodRefused("中止的最后一天不能早于第一天，请核对。")
        if span.first <= starts_on:
            raise PeriodRefused(f"{_words(span.first)}期限还没有开始算，不能中止。")
    for before, after in pairwise(ordered):
        if after.first <= before.last:
            raise PeriodRefused(f"{_words(after.first)}已经在另一段中止里了，两段不能重叠。")
    return ordered


def _counted(
    rule: PeriodRule, starts_on: date, units: int, spans: tuple[Span, ...], calendar: Calendar
) -> Iterator[DayNote]:
    """Every day after the first up to the unrolled end, numbered where it is counted."""
    last = None
    if rule.unit in (Unit.CALENDAR_MONTH, Unit.CALENDAR_YEAR):
        last = corresponding_day(starts_on, units * (12 if rule.unit is Unit.CALENDAR_YEAR else 1))
        units = (last - starts_on).days
    day, number = starts_on, 0
    while number < units:
        day += ONE_DAY
        mark = calendar.mark(day)
        provisional = calendar.is_provisional(day)
        if any(span.first <= day <= span.last for span in spans):
            yield DayNote(day, Part.SUSPENDED, mark, f"{rule.suspended_by}，不算", None, provisional)
        elif rule.unit is Unit.WORKING_DAY and mark.is_rest:
            yield DayNote(day, Part.REST, mark, f"{mark.words(day)}，不算", None, provisional)
        else:
            number += 1
            yield DayNote(day, Part.COUNTED, mark, _why(rule, mark, day), number, provisional)


def _why(rule: PeriodRule, mark: DayMark, day: date) -> str:
    if rule.unit is Unit.WORKING_DAY:
        return f"{mark.words(day)}，算"
    return f"{mark.words(day)}，也算" if mark.is_rest else "算"


def _extended(
    rule: PeriodRule, extension: Extension, counted: list[DayNote], starts_on: date, calendar: Calendar
) -> Iterator[DayNote]:
    end = counted[-1].on
    number = sum(note.number is not None for note in counted)
    last = _extension_end(rule, extension, end, calendar)
    day = end
    while day < last:
        day += ONE_DAY
        mark = calendar.mark(day)
        number += 1
        why = f"延长，{mark.words(day)}，也算" if mark.is_rest else "延长，算"
        yield DayNote(day, Part.COUNTED, mark, why, number, calendar.is_provisional(day))


def _extension_end(rule: PeriodRule, extension: Extension, end: date, calendar: Calendar) -> date:
    how = rule.extending
    if how is None:
        raise PeriodRefused(f"“{rule.title}”的期限不能延长（{rule.source}没有这样规定）。")
    last = calendar.working_day_from(end) if rule.rolls else end
    if how.by == "consent":
        until = extension.until
        if until is None or extension.days is not None or until <= max(last, extension.decided_on):
            raise PeriodRefused(f"延长到的日子要在原来的期限（{_words(last)}）和商定的那天以后。")
        return until
    if extension.until is not None or extension.days is None or not 1 <= extension.days <= (how.most_days or 0):
        raise PeriodRefused(f"最多延长{how.most_days}日（{how.source}），请写1到{how.most_days}之间的整数。")
    if extension.decided_on > last:
        raise PeriodRefused(f"期限到{_words(last)}为止，已经过了，不能再延长（{how.source}：要在期满以前批准）。")
    return end + timedelta(days=extension.days)


def _doubts(extension: Extension | None, first_end: date) -> tuple[str, ...]:
    if extension is None or extension.days is None or extension.decided_on <= first_end:
        return ()
    return (
        f"批准延长的时候已经过了{_words(first_end)}（不顺延的最后一天）；顺延算不算，各地做法不一，请留好批准的时间。",
    )


def _first(starts_on: date, rule: PeriodRule, calendar: Calendar) -> DayNote:
    mark = calendar.mark(starts_on)
    return DayNote(
        starts_on, Part.START, mark, f"{rule.starts_at}当天不算，从第二天起算", None, calendar.is_provisional(starts_on)
    )


def _ended(counted: list[DayNote], due_on: date) -> list[DayNote]:
    """The same days, the last of them marked as the end."""
    last = counted[-1]
    rolls = f"最后一天是{last.mark.words(last.on)}，往后顺延" if due_on != last.on else "最后一天"
    end = DayNote(last.on, Part.END, last.mark, rolls, last.number, last.is_provisional)
    return [*counted[:-1], end]


def _rolled(unrolled_on: date, due_on: date, calendar: Calendar) -> Iterator[DayNote]:
    day = unrolled_on
    while day < due_on:
        day += ONE_DAY
        mark = calendar.mark(day)
        why = "顺延到这一天，期限届满" if day == due_on else f"{mark.words(day)}，接着顺延"
        yield DayNote(day, Part.ROLLED, mark, why, None, calendar.is_provisional(day))


def _hours(
    rule: PeriodRule,
    start: date | datetime,
    calendar: Calendar,
    units: int,
    suspensions: Sequence[Span],
    extension: Extension | None,
) -> Reckoning:
    """Hours run from the moment itself, through nights and rest days, and do not roll (民法典 第201条第2款)."""
    if not isinstance(start, datetime):
        raise PeriodRefused(f"“{rule.title}”按小时算，要写明几点几分。")
    if suspensions or extension is not None:
        raise PeriodRefused(f"“{rule.title}”按小时算，不中止也不延长。")
    starts_at = _aware(start).astimezone(UTC)
    due_at = starts_at + timedelta(hours=units)
    days = tuple(_hour_days(starts_at.astimezone(SHANGHAI), due_at.astimezone(SHANGHAI), calendar))
    due_on = due_at.astimezone(SHANGHAI).date()
    return Reckoning(
        rule=rule,
        length=units,
        starts_on=days[0].on,
        starts_at=starts_at,
        unrolled_on=due_on,
        due_on=due_on,
        unrolled_at=due_at,
        due_at=due_at,
        days=days,
        first_end=due_on,
    )


def _hour_days(starts: datetime, ends: datetime, calendar: Calendar) -> Iterator[DayNote]:
    here = starts
    while here < ends:
        midnight = datetime.combine(here.date() + ONE_DAY, time(), SHANGHAI)
        until = min(midnight, ends)
        day, mark = here.date(), calendar.mark(here.date())
        shown = "24:00" if until == midnight else f"{until:%H:%M}"
        part = Part.END if until == ends else Part.COUNTED
        yield DayNote(day, part, mark, f"{here:%H:%M}到{shown}", None, False, until - here)
        here = until


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
