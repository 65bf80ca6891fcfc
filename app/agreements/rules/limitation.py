"""From which day the claim of a debt is limited, and when that begins anew.  Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from app.agreements.terms import EntryKind, Limitation

BEGINS = frozenset({EntryKind.DEMAND, EntryKind.NEW_DAY})
"""What gives a debt without a day its first one."""
REVIVES = frozenset({EntryKind.ACKNOWLEDGEMENT, EntryKind.NEW_DAY})
"""Whoever agrees to perform after the end no longer objects with it (民法典 第192条第2款)."""
NOTHING_BEFORE = "第一条前面没有别的条，不能和上一条是同一笔；请选“单独的一件”。"

_UNLIMITED = re.compile("赡养|抚养|扶养|停止侵害|排除妨[碍害]|消除危险")


class Promised(Protocol):
    """What is read of a clause."""

    @property
    def who(self) -> str:
        """Who does it."""

    @property
    def does(self) -> str:
        """What is done."""

    @property
    def due_on(self) -> date | None:
        """By when."""

    @property
    def amount(self) -> Decimal | None:
        """For how much, in yuan."""

    @property
    def limitation(self) -> Limitation:
        """What was said of its claim."""


@dataclass(frozen=True)
class Anew:
    """Something shown by a paper that may let the claim begin anew: a demand from the day it sets, if it sets one."""

    kind: EntryKind
    on: date
    until: date | None = None

    @property
    def begins_on(self) -> date:
        """From when the claim is counted after it."""
        return self.until or self.on


def limitation_start(
    last_days: Sequence[date | None], events: Sequence[Anew], *, end_of: Callable[[date], date]
) -> date | None:
    """The day from which the claim of one debt is counted; None while nobody has named a day or demanded it.

    `last_days` are those of its instalments: one debt in instalments runs from the last of them.  It begins anew by
    demand, acknowledgement, part payment or a new day, but not by a demand or a payment after its end: `end_of` says
    when a claim counted from a day ends.  Source: 民法典 第188、189、192、195条; 诉讼时效规定 第4、8、12、14条.
    """
    start = max((day for day in last_days if day is not None), default=None)
    for event in sorted(events, key=lambda one: (one.on, one.begins_on)):
        if start is None:
            start = event.begins_on if event.kind in BEGINS else None
        elif event.begins_on > start and (event.kind in REVIVES or event.on <= end_of(start)):
            start = event.begins_on
    return start


def debts_among(limitations: Sequence[Limitation]) -> list[list[int]]:
    """Which promises are one debt, by their places: an instalment belongs to the promise before it."""
    debts: list[list[int]] = []
    for place, limitation in enumerate(limitations):
        if limitation is Limitation.INSTALMENT and debts:
            debts[-1].append(place)
        else:
            debts.append([place])
    return debts


def first_clause_fault(limitations: Sequence[Limitation]) -> str | None:
    """Why the clauses are no debts: the first one continues nothing."""
    return NOTHING_BEFORE if limitations and limitations[0] is Limitation.INSTALMENT else None


def limitation_proposals(clauses: Sequence[Promised]) -> list[str]:
    """Sentences about clauses whose claim may be counted otherwise than is said: somebody looks, nothing is decided."""
    proposals = []
    for number, clause in enumerate(clauses, start=1):
        if clause.limitation is not Limitation.OWN:
            continue
        found = _UNLIMITED.search(clause.does)
        before = clauses[number - 2] if number > 1 else None
        if found:
            proposals.append(
                f"第{number}条写了“{found.group()}”：这样的请求没有诉讼时效（《民法典》第一百九十六条）。"
                "是这样的，请在这一条的“时效”里选上。"
            )
        elif before is not None and _looks_like_one_debt(before, clause):
            proposals.append(
                f"第{number}条和第{number - 1}条像是同一笔钱分期给：时效从最后一期算（《民法典》第一百八十九条）。"
                "是这样的，请在这一条的“时效”里选上。"
            )
    return proposals


def _looks_like_one_debt(before: Promised, clause: Promised) -> bool:
    both_are_money = before.amount is not None and clause.amount is not None
    return both_are_money and before.who.strip() == clause.who.strip() and before.due_on != clause.due_on
