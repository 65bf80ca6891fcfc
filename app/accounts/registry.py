"""Where the room of notices enters what this room must be able to do: tell people, close the calendar's links."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import Account


@dataclass(frozen=True)
class News:
    """Something about an account, for people who keep watch or for its owner; `key` tells it once."""

    key: str
    text: str
    account_id: int
    now: datetime


def _tell_nobody(_account_ids: Collection[int], _news: News) -> None:
    return None


def _no_links(_account: Account, _now: datetime) -> None:
    return None


class Registry:
    """The two slots, each with a harmless answer until an upper room fills it."""

    def __init__(self) -> None:
        self.tell: Callable[[Collection[int], News], object] = _tell_nobody
        self.close_links: Callable[[Account, datetime], object] = _no_links


registry = Registry()
