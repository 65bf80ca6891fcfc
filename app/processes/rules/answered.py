"""An answered step as it was kept: what was said, and by whom.  Pure; what is said of it, the kinds' rules know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class AskedPerson:
    """Somebody a step asks about one by one: answers are kept by the key, pages say the public id.

    `side` tells the sides of a dispute apart; 0 where there are none.
    """

    key: int
    public_id: str
    name: str
    side: int = 0


@dataclass(frozen=True)
class Answered:
    """The answers of a step by name, as JSON keeps them, and everybody it asked about one by one."""

    values: Mapping[str, object]
    people: Sequence[AskedPerson] = ()

    def text(self, name: str) -> str:
        """A text, empty when nothing was said."""
        value = self.values.get(name)
        return "" if value is None else str(value).strip()

    def day(self, name: str) -> str:
        """A day as people write it, ``2026年9月3日``; empty when none was said, or it is none."""
        try:
            day = date.fromisoformat(self.text(name))
        except ValueError:
            return ""
        return f"{day.year}年{day.month}月{day.day}日"

    def rows(self, name: str) -> list[Mapping[str, object]]:
        """What was said in rows, without empty ones."""
        value = self.values.get(name)
        return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []

    def each(self, name: str) -> list[tuple[AskedPerson, str]]:
        """What was said of each who was asked; nothing of those of whom nothing was said."""
        value = self.values.get(name)
        said = {str(key): str(word) for key, word in value.items()} if isinstance(value, Mapping) else {}
        return [(one, said[str(one.key)]) for one in self.people if str(one.key) in said]
