"""Petition statistics: tables of claims by kind, every number with the way to exactly what it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from app.core.errors import NotFound
from app.core.pages import chinese_date
from app.core.permissions import Actor
from app.organisations.queries import villages
from app.petitions.terms import CHANNEL_NAMES, CLASS_NAMES, ENDING_NAMES, ORIGIN_NAMES, ROUTE_NAMES, SCORE_NAMES, Ending
from app.statistics.queries import ALL, FIRST, NONE, REPEATED, Counted, Narrowing, counts
from app.statistics.rules import TIMELINESS_NAMES, Period, change_words

Names = Mapping[str, str]
Word = TypeVar("Word", bound=str)


def _village_names() -> Names:
    return {one.public_id: one.full_name for one in villages()} | {NONE: "不在各村、社区"}


def _fixed(names: Mapping[Word, str], otherwise: str = "") -> Callable[[], Names]:
    told = {str(value): name for value, name in names.items()} | ({NONE: otherwise} if otherwise else {})
    return lambda: told


@dataclass(frozen=True)
class Kind:
    """A way to tell claims apart; `counts_petitions` where all claims of a petition have the same value."""

    title: str
    names: Callable[[], Names]
    counts_petitions: bool = False
    note: str = ""


COUNTED_ENDINGS = {ending: name for ending, name in ENDING_NAMES.items() if ending is not Ending.VOIDED}
IN_TIME = "办了的，最后一天或以前办的算按期；还没办、过了最后一天的算超期。"
KINDS: dict[str, Kind] = {
    "class": Kind("性质", _fixed(CLASS_NAMES, "还没有定")),
    "route": Kind("走哪条路", _fixed(ROUTE_NAMES, "建议意见，或者还没有定")),
    "channel": Kind("信访形式", _fixed(CHANNEL_NAMES), counts_petitions=True),
    "village": Kind("问题属地", _village_names, counts_petitions=True, note="照镇里的固定次序，不排名次。"),
    "repeat": Kind("初次、重复", _fixed({FIRST: "初次", REPEATED: "重复"}), counts_petitions=True),
    "origin": Kind("来源", _fixed(ORIGIN_NAMES), counts_petitions=True),
    "ending": Kind("办结方式", _fixed(COUNTED_ENDINGS, "还没有办结")),
    "notice": Kind("书面告知是不是按期", _fixed(TIMELINESS_NAMES), note=f"收到或者转来以后十五日内告知。{IN_TIME}"),
    "finish": Kind(
        "办理是不是按期",
        _fixed(TIMELINESS_NAMES),
        note=f"受理以后六十日（批准延长的，到延长以后的那天）；简易办理十个工作日。{IN_TIME}",
    ),
    "desk": Kind("对信访办满意不满意", _fixed(SCORE_NAMES, "没有评价"), note="信访人自己评的。"),
    "unit": Kind("对承办单位满意不满意", _fixed(SCORE_NAMES, "没有评价"), note="信访人自己评的。"),
}


@dataclass(frozen=True)
class Line:
    """One value with its numbers and the change in words."""

    value: str
    name: str
    counted: Counted
    change: str


@dataclass(frozen=True)
class Table:
    """The numbers of one kind; the last line is their sum."""

    by: str
    kind: Kind
    lines: tuple[Line, ...]
    total: Line


@dataclass(frozen=True)
class Numbers:
    """All tables of a period, and their sum."""

    period: Period
    before: Period
    total: Line
    tables: tuple[Table, ...]


def period_words(period: Period) -> str:
    """``2026年1月1日到2026年12月31日``."""
    return f"{chinese_date(period.first)}到{chinese_date(period.last)}"


def numbers(actor: Actor, period: Period, today: date) -> Numbers:
    """Every table for a period."""
    total = _line(ALL, "合计", counts(actor, ALL, period, today))
    tables = [Table(by, kind, _lines(kind, counts(actor, by, period, today)), total) for by, kind in KINDS.items()]
    return Numbers(period, period.before(today), total, tuple(tables))


def _lines(kind: Kind, found: Mapping[str, Counted]) -> tuple[Line, ...]:
    return tuple(_line(value, name, found) for value, name in kind.names().items())


def _line(value: str, name: str, found: Mapping[str, Counted]) -> Line:
    counted = found.get(value, Counted())
    return Line(value, name, counted, change_words(counted.claims, counted.before, "项"))


def narrowing_of(by: str, value: str, period: Period, today: date) -> Narrowing:
    """What a number counts.  Raises `NotFound` for a kind or a value that is not counted."""
    narrowing_words(by, value)
    return Narrowing(period, today, by, value)


def narrowing_words(by: str, value: str) -> str:
    """``信访形式：走访``; ``全部`` for all of them.  Raises `NotFound` for what is not counted."""
    if (by, value) == (ALL, ALL):
        return "全部"
    kind = KINDS.get(by)
    name = kind.names().get(value) if kind else None
    if kind is None or name is None:
        raise NotFound("没有这一种数，请从信访统计里点进来。")
    return f"{kind.title}：{name}"
