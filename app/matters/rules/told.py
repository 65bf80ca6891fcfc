"""What is told of a row: one line of a matter's history, in words.  Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Audience(StrEnum):
    """Who reads a line of those that see its matter."""

    EVERYONE = "everyone"
    DESK = "desk"
    """Who sees the whole petition: what was reported above and put right is no office's business."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One thing that happened.  `word` tells apart what one row tells of; `title`, `outcome` and `text` are shown.

    `outcome` says what came of it, empty where nothing did; `only_day`: of `occurred_at` only the day is known, and it
    stands at the end of it; `typed_by_id` is None for what the clockwork did.
    """

    word: str
    title: str
    occurred_at: datetime
    entered_at: datetime
    spoken_by: str
    typed_by_id: int | None
    outcome: str = ""
    text: str = ""
    only_day: bool = False
    audience: Audience = Audience.EVERYONE
