"""What the row of a matter says of it, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Summary:
    """A matter in short, as its own tables have it today.

    ``category`` and ``status`` are stored words of its kind; ``parent`` is the kind and id of the matter it belongs to.
    """

    number: str
    title: str
    category: str
    source: str
    region: str
    village_id: int | None
    committee_id: int | None
    office_id: int | None
    status: str
    outcome: str
    accepted_on: date | None
    opened_at: datetime
    ended_on: date | None
    parent: tuple[str, int] | None = None
