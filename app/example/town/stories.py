"""Let the example's matters happen: every story on its own days, all of them told in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from app.example.town.disputes import STORIES as DISPUTES
from app.example.town.people import Registry
from app.example.town.petitions import STORIES as PETITIONS
from app.example.town.petitions.desk import Desk

Story = Callable[[Desk], Iterator[int]]
"""Yields how many days before the loading it goes on, then does what happened that day."""


def load_stories(registry: Registry, *, now: datetime) -> None:
    """Disputes and petitions, as if the last half year had been worked in this system."""
    tell((*DISPUTES, *PETITIONS), Desk(registry, now))


def tell(stories: Sequence[Story], desk: Desk) -> None:
    """Tell all stories side by side in the order of their days, so that numbers and trail run with time.

    Days that fall on the same morning in one year keep their order, so that the same people come in every year.
    """
    waiting: list[tuple[int, int, Iterator[int]]] = []
    for order, story in enumerate(stories):
        begun = story(desk)
        heapq.heappush(waiting, (-next(begun), order, begun))
    while waiting:
        before, order, begun = heapq.heappop(waiting)
        desk.begin(desk.diary.morning(-before))
        days = next(begun, None)
        if days is not None:
            heapq.heappush(waiting, (-days, order, begun))
