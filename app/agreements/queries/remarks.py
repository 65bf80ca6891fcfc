"""What upper rooms have to say about an agreement's clauses, shown beside them while they are drafted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Remark:
    """One remark: on which clause (its position, None for the whole), what, by whom."""

    position: int | None
    text: str
    by: str


_writers: list[Callable[[int], list[Remark]]] = []


def register_remarks(writer: Callable[[int], list[Remark]]) -> None:
    """Add a source of remarks: agreement id to remarks."""
    if writer not in _writers:
        _writers.append(writer)


def remarks_on(agreement_id: int) -> list[Remark]:
    """Every remark on the newest reading of an agreement."""
    return [remark for writer in _writers for remark in writer(agreement_id)]
