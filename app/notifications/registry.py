"""Where upper rooms enter what this room must know: what lies ahead, which days are rest days, where a thing is.

Lower rooms know higher things only as ``(kind, id)``; this is the one mechanism that reaches upward.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime

from app.accounts.models import Account
from app.notifications.rules import Ahead

__all__ = ["Ahead", "Registry", "registry"]


def _nothing(_account: Account, _now: datetime) -> Sequence[Ahead]:
    return ()


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5


def _front_page(subjects: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    return dict.fromkeys(subjects, "/")


class Registry:
    """The three slots, each with a harmless answer until an upper room fills it."""

    def __init__(self) -> None:
        self.things_ahead: Callable[[Account, datetime], Sequence[Ahead]] = _nothing
        self.is_rest_day: Callable[[date], bool] = _is_weekend
        self.links_of: Callable[[Collection[tuple[str, int]]], Mapping[tuple[str, int], str]] = _front_page


registry = Registry()
