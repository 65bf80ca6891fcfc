"""Which sequence flows are drawn, and which ones people's answers really took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from app.processes.queries.definitions import folder_of
from app.processes.registry import SubjectAdapter, registry
from tests import stations
from tests.stations import Stations
from workflows.steps import Passage, Position

T = TypeVar("T")
START = "start"
MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def drawn(folder: str, diagrams: Iterable[str]) -> set[Passage]:
    """Every sequence flow of these diagrams of a folder."""
    return {
        Passage(process.attrib["id"], flow.attrib["sourceRef"], flow.attrib["targetRef"])
        for name in diagrams
        for process in ElementTree.parse(folder_of(folder) / f"{name}.bpmn").iter(f"{MODEL}process")
        for flow in process.iter(f"{MODEL}sequenceFlow")
    }


def missing(wanted: set[Passage], taken: Iterable[Passage]) -> list[str]:
    """The drawn flows nobody took, as ``level: mediate → mediated``, in order."""
    left = wanted - set(taken)
    return sorted(f"{way.process}: {way.source} → {way.target}" for way in left)


class Watcher:
    """The card of a kind of subject that also keeps every flow the moves of such subjects took."""

    def __init__(self, card: SubjectAdapter) -> None:
        self.card = card
        self.taken: set[Passage] = set()

    def __getattr__(self, name: str) -> object:
        """Whatever else a card is asked for, the watched one answers."""
        return getattr(self.card, name)

    def moved(self, subject_id: int, key: str, position: Position, now: datetime) -> None:
        self.taken.update(position.taken)
        self.card.moved(subject_id, key, position, now)


@contextmanager
def watching(kind: str) -> Iterator[Watcher]:
    """Enter a watcher in the place of this kind's card for a while."""
    watcher = Watcher(registry.adapter_of(kind))
    registry.subject(kind, watcher)
    try:
        yield watcher
    finally:
        registry.subject(kind, watcher.card)


def each_from_the_start(tales: Iterable[T], folder: Path) -> Iterator[T]:
    """One tale after the other, each on the database as it is now: what several begin with is walked once.

    What is laid down was watched when it was walked, if one watcher looks on at all of them.  On PostgreSQL they follow
    each other.
    """
    outside = stations.here
    if outside is None:
        yield from tales
        return
    own = Stations(outside.file, folder)
    own.keep(START, {})
    stations.here = own
    try:
        for tale in tales:
            own.lay(START)
            own.begin()
            yield tale
    finally:
        stations.here = outside
