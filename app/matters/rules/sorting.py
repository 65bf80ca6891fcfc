"""By what matters are sorted when those that end first come first; without a database."""

from __future__ import annotations

from datetime import UTC, datetime

BEGINNING, BEHIND_ALL = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
LAST_END = datetime(8000, 1, 1, tzinfo=UTC)
"""Periods end before it, and what has none is sorted behind it."""


def sorting_end(unrolled_at: datetime | None, opened_at: datetime) -> datetime:
    """The unrolled end of the earliest running period; where none runs a moment behind all ends, the newest first.

    It is never empty, so that an index alone gives the order on every database.
    """
    return unrolled_at if unrolled_at is not None else BEHIND_ALL - (opened_at - BEGINNING)
