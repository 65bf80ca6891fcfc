"""What stands otherwise than usual is asked, never refused, and kept for 卷宗情况说明 once somebody said it is so."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.actions.record import record
from app.cases.models import Case
from app.cases.queries.known_days import known_days
from app.cases.queries.to_explain import UNUSUAL
from app.cases.rules.order import Event, unusual_days
from app.core.errors import Invalid
from app.core.permissions import Actor

IS_SO = "is_so"
"""The field of every step by which somebody says that it is so."""


def ask_order(case: Case, event: Event, day: date, *, is_so: bool, actor: Actor, now: datetime) -> None:
    """Asks when this day is out of the usual order; what is so goes on the trail.

    Raises `Invalid` at `IS_SO` with both days until somebody says that it is so.
    """
    found = unusual_days(event, day, known_days(case))
    if not found:
        return
    said = "；".join(found)
    asked = f"先后和平常不一样：{said}。是写错了，还是确实如此？写错了就改日子；确实如此的，打勾再交一次。"
    ask_unusual(case, said, asked, is_so=is_so, actor=actor, now=now)


def ask_unusual(case: Case, said: str, asked: str, *, is_so: bool, actor: Actor, now: datetime) -> None:
    """Asks about what is unusual, whatever it is; what is so goes on the trail as it is `said`.

    Raises `Invalid` at `IS_SO` with the question until somebody says that it is so.
    """
    if not is_so:
        raise Invalid(asked, {IS_SO: asked})
    record(UNUSUAL, case, actor, now=now, detail={"said": said})
