"""What is said of matters beside their light: that their parties, not the office, have not done something."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from app.matters.registry.kinds import kinds
from app.processes.registry import Key


def marks_on(keys: Collection[Key], day: date) -> Mapping[Key, str]:
    """The marks of many matters at once, by kind and id."""
    found: dict[Key, str] = {}
    for name in sorted({name for name, _ in keys} & kinds().keys()):
        marks = kinds()[name].marks({key for kind, key in keys if kind == name}, day)
        found |= {(name, key): words for key, words in marks.items()}
    return found
