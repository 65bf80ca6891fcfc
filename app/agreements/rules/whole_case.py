"""What is wrong or unusual with a whole case that is entered afterwards.  Pure: days in, sentences out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.cases.rules.order import Event, unusual_days

ON_A_DAY = "请填是哪一天，不能是以后的日子。"
ONE_EACH_SIDE = "每一方都要有一位谈成的人；有一方都没有谈成的，请先登记，再一步一步办。"


def day_faults(days: Mapping[str, date | None], *, today: date) -> dict[str, str]:
    """Which of these days are missing or to come, by field: of what was done nothing lies ahead."""
    return {name: ON_A_DAY for name, day in days.items() if day is None or day > today}


def agreed_fault(sides: Sequence[int], agreed: Collection[int]) -> str | None:
    """Why mediation did not come so far: a side on which nobody agreed (人民调解法 第17条).

    `agreed` are the places, among the parties, of those who agreed.
    """
    return None if len(set(sides)) >= 2 and {sides[place] for place in agreed} == set(sides) else ONE_EACH_SIDE


def unusual_order(days: Mapping[Event, date]) -> list[str]:
    """Every day that stands otherwise than usual among all that are entered, a clause each."""
    found: list[str] = []
    known: dict[Event, Collection[date]] = {}
    for event in Event:
        if event in days:
            found += unusual_days(event, days[event], known)
            known[event] = [days[event]]
    return found
