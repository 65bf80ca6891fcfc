"""Which days can be: of what was done, of birth, inside evidence, of what is planned.  Pure.

A day that cannot be is a slip of the keyboard; every field and every use case that takes a day asks here.
"""

from __future__ import annotations

from datetime import date

from workflows.diagrams.forms import DateKind

FIRST_DAYS = {
    DateKind.DEED: date(1949, 10, 1),
    DateKind.BIRTH: date(1900, 1, 1),
    DateKind.EVIDENCE: date(1, 1, 2),
    DateKind.PLAN: date(1949, 10, 1),
}
"""The first day of each kind; that of evidence is the first whose midnight in Shanghai can be kept in UTC."""
PLAN_YEARS = 100
"""How far a plan may lie ahead: a term of contracted woodland is up to 70 years (农村土地承包法 第21条)."""
FUTURE = "发生的时间还没有到，不能先记；请改成实际发生的时间。"
NOT_YET = {
    DateKind.DEED: "这一天还没有到，请改成实际的日子。",
    DateKind.BIRTH: "出生日期还没有到，请核对。",
    DateKind.EVIDENCE: "这一天还没有到，请照原件核对。",
}


def in_chinese(day: date) -> str:
    """``2026年11月23日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def last_day(kind: DateKind, today: date) -> date:
    """The last day of a kind that can be typed on `today`: today itself, or for a plan the end of a far year."""
    return date(today.year + PLAN_YEARS, 12, 31) if kind is DateKind.PLAN else today


def day_fault(kind: DateKind, day: date, today: date) -> str | None:
    """Why a day cannot be one of this kind, as a sentence that says what to do; None when it can."""
    first, last = FIRST_DAYS[kind], last_day(kind, today)
    if day < first:
        return f"太早了：要在{in_chinese(first)}或以后，请核对年份。"
    if day > last:
        return NOT_YET.get(kind) or f"太远了：最晚写到{last.year}年，请核对年份。"
    return None
