"""In which order a dispute usually goes, and what is out of it.  Pure.

Nothing of it is refused: rights may be told at the calming visit before anybody applied (若干规定 第30条), the parties
may sit together before the committee accepts.  What is unusual is asked, and what is so is kept as true.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum

from app.core.dates import in_chinese


class Event(StrEnum):
    """What has a day of its own, in the usual order."""

    APPLICATION = "申请"
    ACCEPTANCE = "受理"
    RIGHTS = "告知权利义务"
    SITTING = "调解"
    AGREEMENT = "达成协议"


ORDER = tuple(Event)
Known = Mapping[Event, Collection[date]]
"""The days that stand on record; an event without one is not there yet."""


def unusual_days(event: Event, day: date, known: Known) -> list[str]:
    """Where a day stands otherwise than usual among those on record, a clause each with both days.

    Two things of one day are in order, and several of a kind are, as long as the first of them is.
    """
    place, found = ORDER.index(event), []
    for other, days in known.items():
        if not days or other is event:
            continue
        first = min(days)
        if ORDER.index(other) < place and day < first:
            found.append(f"{event.value}写的是{in_chinese(day)}，早于{other.value}的{in_chinese(first)}")
        if ORDER.index(other) > place and day > first:
            found.append(f"{event.value}写的是{in_chinese(day)}，晚于{other.value}的{in_chinese(first)}")
    return found
