"""Which days are worked: weekends, statutory holidays and make-up workdays, year by year, as data.

A year is *published* when its notice of the State Council stands in a file or was brought in by the town; any other
year from the last published one on is *provisional*: weekends and the holidays the statute itself fixes
(全国年节及纪念日放假办法, 2024 revision), nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated

from annotated_types import Predicate
from pydantic import Field, PlainValidator, TypeAdapter

from workflows.errors import HolidaysRefused
from workflows.read_json import ROOT, Line, Strict, Words, read_json, read_json_file

FIRST_YEAR, LAST_YEAR = 2004, 2100
STATUTE_FILE = "statute.json"
SATURDAY = 5
NEW_YEAR, NATIONAL_DAY = (1, 1), (10, 1)
NEW_YEAR_FROM = (12, 29)
"""The earliest day of December a notice for the year after has named so far (2007)."""
LONGEST_NOTICE = 200
LONGEST_NAME = 20
WEEKDAYS = "一二三四五六日"


class DayKind(StrEnum):
    """What a day is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


REST = frozenset({DayKind.WEEKEND, DayKind.HOLIDAY})


@dataclass(frozen=True, slots=True)
class DayMark:
    """What a day is and the name of the holiday it is, or is worked for; empty on ordinary days."""

    kind: DayKind
    name: str = ""

    @property
    def is_rest(self) -> bool:
        """Whether offices rest."""
        return self.kind in REST

    def words(self, day: date) -> str:
        """``国庆假期`` / ``星期日`` / ``春节调休上班`` / ``工作日``."""
        if self.kind is DayKind.HOLIDAY:
            return f"{_short(self.name)}假期"
        if self.kind is DayKind.MAKE_UP:
            return f"{_short(self.name)}调休上班"
        return f"星期{WEEKDAYS[day.weekday()]}" if self.kind is DayKind.WEEKEND else "工作日"


def _short(name: str) -> str:
    return name.removesuffix("节") if len(name) > len("春节") else name


@dataclass(frozen=True)
class HolidayYear:
    """The notice of one year: its holidays and make-up workdays, by day, with the holiday's name.

    A notice may name days of the December before and the January after (元旦).
    """

    year: int
    notice: str
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: Mapping[date, str] = field(default_factory=dict)
    is_provisional: bool = False

    @property
    def marks(self) -> dict[date, DayMark]:
        """Every day it names."""
        rest = {day: DayMark(DayKind.HOLIDAY, name) for day, name in self.holidays.items()}
        return rest | {day: DayMark(DayKind.MAKE_UP, name) for day, name in self.workdays.items()}

    def to_json(self) -> str:
        """The file this year is kept in."""
        said = {
            "year": self.year,
            "notice": self.notice,
            "holidays": {day.isoformat(): name for day, name in sorted(self.holidays.items())},
            "workdays": {day.isoformat(): name for day, name in sorted(self.workdays.items())},
        }
        return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class Statute:
    """The holidays the statute fixes: every year's (month, day), and those that move, listed by year."""

    fixed: Mapping[tuple[int, int], str]
    moving: Mapping[int, Mapping[date, str]]

    def year(self, year: int) -> HolidayYear:
        """A year whose notice is not out yet."""
        fixed = {date(year, month, day): name for (month, day), name in self.fixed.items()}
        holidays = fixed | dict(self.moving.get(year, {}))
        return HolidayYear(year, "", holidays, is_provisional=True)


class Calendar:
    """Published years, provisional ones made by the statute, and single days a town changed over both."""

    def __init__(
        self, years: Iterable[HolidayYear], statute: Statute, edits: Mapping[date, DayMark] | None = None
    ) -> None:
        self.published = {one.year: one for one in years}
        self.statute = statute
        self.edits = dict(edits or {})
        self._provisional: dict[int, HolidayYear] = {}

    @cached_property
    def _marks(self) -> dict[date, DayMark]:
        marks: dict[date, DayMark] = {}
        for _, one in sorted(self.published.items()):
            marks.update(one.marks)
        return marks | self.edits

    def over(self, years: Iterable[HolidayYear] = (), edits: Mapping[date, DayMark] | None = None) -> "Calendar":
        """The same with other years and single days laid over it."""
        laid = self.published | {one.year: one for one in years}
        return Calendar(laid.values(), self.statute, self.edits | dict(edits or {}))

    def year(self, year: int) -> HolidayYear:
        """A year's notice, or what the statute says while there is none.  Raises HolidaysRefused outside 2004–2100."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise HolidaysRefused(f"节假日表只管{FIRST_YEAR}年到{LAST_YEAR}年，{year}年算不了；请核对日期。")
        if year in self.published:
            return self.published[year]
        if year not in self._provisional:
            self._provisional[year] = self.statute.year(year)
        return self._provisional[year]

    def mark(self, day: date) -> DayMark:
        """What a day is.  Raises HolidaysRefused outside 2004–2100."""
        year = self.year(day.year)
        named = self._marks.get(day)
        if named is None and year.is_provisional and day in year.holidays:
            named = DayMark(DayKind.HOLIDAY, year.holidays[day])
        return named or DayMark(DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY)

    def is_rest(self, day: date) -> bool:
        """Whether offices rest on a day."""
        return self.mark(day).is_rest

    def is_provisional(self, day: date) -> bool:
        """Whether the notice that decides about the day is not out yet (暂定).  Raises HolidaysRefused."""
        self.year(day.year)
        return day not in self.edits and notice_year(day) not in self.published

    def working_day_from(self, day: date) -> date:
        """The day itself when it is worked, else the next one that is."""
        while self.is_rest(day):
            day += timedelta(days=1)
        return day


def notice_year(day: date) -> int:
    """The year whose notice decides about a day: New Year's days off reach into the end of December."""
    return day.year + 1 if (day.month, day.day) >= NEW_YEAR_FROM else day.year


def _faults(read: "_YearFile") -> Iterable[str]:
    for day in (*read.holidays, *read.workdays):
        near = (day.year, day.month) in {(read.year - 1, 12), (read.year + 1, 1)}
        if day.year != read.year and not near:
            yield f"{day.isoformat()} 不是{read.year}年的日子"
    for day in set(read.holidays) & set(read.workdays):
        yield f"{day.isoformat()} 又是放假又是上班，请核对"
    for day in read.workdays:
        if day.weekday() < SATURDAY:
            yield f"{day.isoformat()} 是星期{WEEKDAYS[day.weekday()]}，本来就上班，不是调休"
    for month, day_of_month in (NEW_YEAR, NATIONAL_DAY):
        if date(read.year, month, day_of_month) not in read.holidays:
            yield f"缺少{month}月{day_of_month}日，这一天法定放假，请核对文件是不是全的"


def _day(text: str) -> date:
    """The long ISO form only; `fromisoformat` alone would also read weeks and days run together."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ValueError(f"“{text}”不是日期，请写成 2027-10-01 这样")
    return day


def _year(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(f"“{text}”不是年份，请写成 2027 这样")
    return int(text)


def _month_and_day(text: str) -> tuple[int, int]:
    try:
        day = date.fromisoformat(f"2000-{text}")
    except ValueError:
        raise ValueError(f"“{text}”不是月和日，请写成 10-01 这样") from None
    return day.month, day.day


def _name(said: object) -> str:
    name = said.strip() if isinstance(said, str) else ""
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise ValueError("没有写是什么节，或者写得太长")
    return name


_Name = Annotated[str, PlainValidator(_name)]
_Days = dict[Annotated[date, PlainValidator(_day)], _Name]


@dataclass(frozen=True, slots=True)
class _YearFile(Strict):
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
    notice: Annotated[Words, Field(max_length=LONGEST_NOTICE), Predicate(str.isprintable)]
    holidays: _Days
    workdays: _Days

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise ValueError(fault)


@dataclass(frozen=True, slots=True)
class _StatuteFile(Strict):
    fixed: dict[Annotated[tuple[int, int], PlainValidator(_month_and_day)], _Name]
    moving: dict[Annotated[int, PlainValidator(_year)], _Days]
    source: Line = ""


_YEAR_FILE = TypeAdapter(_YearFile)
_STATUTE_FILE = TypeAdapter(_StatuteFile)
_WANTED_IN_YEAR = {
    ROOT: "写法不对，要有年份、通知、放假和调休上班的日子",
    "year": f"年份（year）要写{FIRST_YEAR}到{LAST_YEAR}之间的四位数字",
    "notice": f"请写明依据哪一份通知（notice），一行，最多{LONGEST_NOTICE}个字",
    "holidays": "缺少“holidays”这一部分，或者写法不对",
    "workdays": "缺少“workdays”这一部分，或者写法不对",
}
_WANTED_IN_STATUTE = dict.fromkeys(
    (ROOT, "fixed", "moving"), "读不出来，要有每年固定的（fixed）和逐年列出的（moving）节日"
)


def read_calendar(folder: Path) -> Calendar:
    """The calendar of a folder of year files.  Raises HolidaysRefused."""
    files = sorted(folder.glob("[0-9]*.json"))
    return Calendar((read_year(path.read_bytes(), path.name) for path in files), read_statute(folder / STATUTE_FILE))


def read_statute(path: Path) -> Statute:
    """The holidays the statute fixes.  Raises HolidaysRefused."""
    said = read_json_file(_STATUTE_FILE, path, HolidaysRefused, _WANTED_IN_STATUTE)
    return Statute(said.fixed, said.moving)


def read_year(content: bytes, file: str) -> HolidayYear:
    """A year out of its JSON: year, notice, holidays and workdays by day.

    Raises HolidaysRefused: no JSON, a part missing, a day that is none or lies in another year, a day that is both, a
    make-up workday that is no weekend, a year without New Year's Day or National Day.
    """
    said = read_json(_YEAR_FILE, content, file, HolidaysRefused, _WANTED_IN_YEAR)
    return HolidayYear(said.year, said.notice, said.holidays, said.workdays)
