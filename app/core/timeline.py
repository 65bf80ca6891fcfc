"""One line of a timeline, as the pages of all rooms show it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TimelineEntry:
    """What happened, in words, and what came of it; ``entered`` is empty where it was entered when it happened,
    ``typed_by`` a name.
    """

    occurred: str
    title: str
    text: str
    typed_by: str
    entered: str = ""
    spoken_by: str = ""
    outcome: str = ""
