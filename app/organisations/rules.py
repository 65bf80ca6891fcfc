"""What the law asks of a mediation committee, and from when somebody is an adult.  Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.terms import Gender

TERM_YEARS = 3
ADULT_YEARS = 18


@dataclass(frozen=True)
class Seat:
    """One member as the rule sees them."""

    name: str
    gender: Gender | None
    is_head: bool
    elected_on: date


def committee_faults(seats: Sequence[Seat]) -> list[str]:
    """Sentences for what is wrong with a committee's composition; empty when it is lawful.

    Three to nine members, one head, at least one woman.  Source: 人民调解法 第8条.
    """
    faults = []
    if not 3 <= len(seats) <= 9:
        faults.append(f"委员应当三至九人，现在是{len(seats)}人（人民调解法第八条）。")
    if sum(seat.is_head for seat in seats) != 1:
        faults.append("应当有一名主任（人民调解法第八条）。")
    if not any(seat.gender is Gender.FEMALE for seat in seats):
        faults.append("应当有妇女成员（人民调解法第八条）。")
    return faults


def term_ends_on(elected_on: date) -> date:
    """Last day of a three-year term: the corresponding day, or the month's end.  Source: 人民调解法 第9条."""
    return _years_later(elected_on, TERM_YEARS)


def comes_of_age_on(born_on: date) -> date:
    """The day from which somebody is an adult: the eighteenth birthday.  Source: 民法典 第17、202条."""
    return _years_later(born_on, ADULT_YEARS)


def _years_later(day: date, years: int) -> date:
    """The corresponding day; where there is none (29 February), the month's end (民法典 第202条)."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
