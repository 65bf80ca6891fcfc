"""Which sequence flows are drawn, and which ones people's answers really took."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from xml.etree import ElementTree

from app.cases.card import CaseCard
from app.processes.definitions import folder_of
from app.processes.registry import registry
from workflows.steps import Passage, Position

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DIAGRAMS = ("mediation", "level", "agreement", "follow_up")


def drawn() -> set[Passage]:
    """Every sequence flow of the four diagrams."""
    return {
        Passage(process.attrib["id"], flow.attrib["sourceRef"], flow.attrib["targetRef"])
        for name in DIAGRAMS
        for process in ElementTree.parse(folder_of("mediation") / f"{name}.bpmn").iter(f"{MODEL}process")
        for flow in process.iter(f"{MODEL}sequenceFlow")
    }


def missing(taken: Iterable[Passage]) -> list[str]:
    """The drawn flows nobody took, as ``level: mediate → mediated``, in order."""
    left = drawn() - set(taken)
    return sorted(f"{way.process}: {way.source} → {way.target}" for way in left)


class Watcher(CaseCard):
    """The card of a case that also keeps every flow a case's moves took."""

    def __init__(self) -> None:
        self.taken: set[Passage] = set()

    def moved(self, subject_id: int, position: Position, now: datetime) -> None:
        self.taken.update(position.taken)
        super().moved(subject_id, position, now)


@contextmanager
def watching() -> Iterator[Watcher]:
    """Enter a watcher in the card's place for a while."""
    before, watcher = registry.card_of("case"), Watcher()
    registry.subject("case", watcher)
    try:
        yield watcher
    finally:
        registry.subject("case", before)
