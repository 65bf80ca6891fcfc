"""经过: what happened in matters as lines of a page, read from their entries alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.accounts.queries import names_of
from app.core.clock import local
from app.core.pages import chinese_date, chinese_moment
from app.core.timeline import TimelineEntry
from app.matters.models.entries import Entry
from app.matters.queries.entries import count_entries, entries_of
from app.processes.registry import Key

LINES = 20
"""Lines on one page."""


@dataclass(frozen=True)
class History:
    """What a page tells: of which matters, each with what stands before its titles (empty of the only one).

    `sees_all`: also what is no business of an office that sees single claims.
    """

    marks: Mapping[Key, str]
    sees_all: bool = True

    def count(self) -> int:
        """How many lines there are."""
        return count_entries(self.marks, sees_all=self.sees_all)

    def lines(self, page: int, size: int = LINES) -> Sequence[TimelineEntry]:
        """A page of them (from 1), the newest first."""
        found = entries_of(self.marks, sees_all=self.sees_all, offset=(page - 1) * size, limit=size)
        names = names_of({one.typed_by_id for one in found if one.typed_by_id})
        return [_line(one, self.marks[one.subject_kind, one.subject_id], names) for one in found]


def _line(entry: Entry, mark: str, names: Mapping[int, str]) -> TimelineEntry:
    day = local(entry.occurred_at).date()
    return TimelineEntry(
        occurred=chinese_date(day) if entry.only_day else chinese_moment(entry.occurred_at),
        entered=chinese_moment(entry.entered_at),
        title=mark + entry.title,
        outcome=entry.outcome,
        text=entry.text,
        spoken_by=entry.spoken_by,
        typed_by=names.get(entry.typed_by_id or 0, ""),
    )
