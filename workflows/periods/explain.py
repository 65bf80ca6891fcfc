"""A reckoning told in Chinese: the one sentence, and the strip of days shortened where many run alike.  Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workflows.periods.holidays import DayKind
from workflows.periods.reckon import SHANGHAI, DayNote, Part, Reckoning
from workflows.periods.rules import Unit

SHOWN_ALIKE = 7
"""Up to so many days in a row are shown one by one; a longer run of ordinary days is folded into one entry."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring days that are told together; most hold a single day."""

    notes: tuple[DayNote, ...]

    @property
    def first(self) -> DayNote:
        """Its first day."""
        return self.notes[0]

    @property
    def last(self) -> DayNote:
        """Its last day."""
        return self.notes[-1]

    @property
    def words(self) -> str:
        """``第8天到第59天，都算`` for a folded run, the day's own reason otherwise."""
        if len(self.notes) == 1:
            return self.first.why
        if self.first.number is not None and self.last.number is not None:
            return f"第{self.first.number}天到第{self.last.number}天，都算"
        if self.first.part is Part.COUNTED:
            return f"这{len(self.notes)}天都算"
        reasons = dict.fromkeys(note.why.removesuffix("，不算") for note in self.notes)
        return f"这{len(self.notes)}天都不算：{'、'.join(reasons)}"


def sentence(reckoning: Reckoning) -> str:
    """How the date came about, for one who reads it aloud.

    ``8月3日受理，次日起算60日，10月2日是国庆假期，顺延到10月8日。``
    """
    rule = reckoning.rule
    if rule.unit is Unit.HOUR:
        starts, ends = reckoning.starts_at.astimezone(SHANGHAI), reckoning.due_at.astimezone(SHANGHAI)
        year, length = reckoning.starts_on.year, rule.length_words(reckoning.length)
        return f"{_moment(starts, year)}{rule.starts_at}，{length}，{_moment(ends, year)}到期。"
    if rule.agreed:
        day = reckoning.due_on
        return f"说好{day.year}年{day.month}月{day.day}日以前做到，这一天不顺延。"
    of_years = f"{reckoning.starts_on.year}年" if rule.unit is Unit.CALENDAR_YEAR else ""
    parts = [f"{of_years}{_day(reckoning.starts_on, reckoning.starts_on.year, whole=False)}{rule.starts_at}"]
    parts.append(f"次日起算{rule.length_words(reckoning.length)}")
    parts.extend(_skipped(reckoning))
    parts.extend(_extension(reckoning))
    parts.extend(_end(reckoning))
    doubt = f"（{_provisional_years(reckoning)}年的放假安排还没有公布，暂定）" if reckoning.is_provisional else ""
    return "，".join(parts) + doubt + "。"


def stretches(reckoning: Reckoning) -> list[Stretch]:
    """The days in order; long runs of days that are counted (or not counted) for one and the same reason, folded."""
    found: list[Stretch] = []
    for run in _runs(reckoning):
        is_long = len(run) > SHOWN_ALIKE and run[0].part in (Part.COUNTED, Part.REST, Part.SUSPENDED)
        found.extend([Stretch(tuple(run))] if is_long else [Stretch((note,)) for note in run])
    return found


def _runs(reckoning: Reckoning) -> Iterator[list[DayNote]]:
    """Days of one part; an extension begins a run of its own."""
    run: list[DayNote] = []
    for note in reckoning.days:
        if run and (note.part is not run[-1].part or run[-1].on == reckoning.first_end):
            yield run
            run = []
        run.append(note)
    yield run


def _skipped(reckoning: Reckoning) -> Iterator[str]:
    """What was not counted, or counted though it looks like a rest day."""
    year = reckoning.starts_on.year
    if reckoning.rule.unit is Unit.WORKING_DAY:
        worked = [note for note in reckoning.days if note.number is not None and note.mark.kind is DayKind.MAKE_UP]
        if worked:
            yield f"{'、'.join(_day(note.on, year) for note in worked)}调休上班，算"
        names = dict.fromkeys(
            note.mark.words(note.on)
            for note in reckoning.days
            if note.part is Part.REST and note.mark.kind is DayKind.HOLIDAY
        )
        if names:
            yield f"{'、'.join(names)}不算"
    for span in reckoning.suspensions:
        days = (span.last - span.first).days + 1
        until = f"到{_day(span.last, year)}" if days > 1 else ""
        yield f"{_day(span.first, year)}{until}{reckoning.rule.suspended_by}，{days}日不算"


def _extension(reckoning: Reckoning) -> Iterator[str]:
    extension, year = reckoning.extension, reckoning.starts_on.year
    if extension is None:
        return
    if extension.until is not None:
        yield f"原来到{_day(reckoning.first_end, year)}，各方同意延长到{_day(extension.until, year)}"
    else:
        yield f"原来到{_day(reckoning.first_end, year)}（不顺延），经批准接着延长{extension.days}日"


def _end(reckoning: Reckoning) -> Iterator[str]:
    year, last = reckoning.starts_on.year, reckoning.unrolled_on
    if reckoning.is_rolled:
        mark = next(note.mark for note in reckoning.days if note.on == last)
        yield f"{_day(last, year)}是{mark.words(last)}"
        yield f"顺延到{_day(reckoning.due_on, year)}"
    elif reckoning.extension is None or reckoning.extension.until is None:
        yield f"到{_day(last, year)}为止"


def _provisional_years(reckoning: Reckoning) -> str:
    return "、".join(str(year) for year in reckoning.provisional_years)


def _day(day: date, year: int, *, whole: bool = True) -> str:
    """``10月8日``, with its year when that is not the year the sentence began in."""
    return f"{day.year}年{day.month}月{day.day}日" if whole and day.year != year else f"{day.month}月{day.day}日"


def _moment(moment: datetime, year: int) -> str:
    return f"{_day(moment.date(), year)}{moment:%H:%M}"
