"""Where upper rooms enter the matters whose papers are marked: sight of them, their numbers, what of them is fixed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.core.permissions import Actor
from app.papers.rules.mark import PaperOf


@dataclass(frozen=True)
class Matter:
    """What the check page says of a matter, and where its page is."""

    title: str
    number: str
    href: str


@dataclass(frozen=True)
class Fixed:
    """A paper whose words are fixed: its name, its version if it counts them, and what the words hash to."""

    paper: str
    version: int | None
    digest: str


class Matters(Protocol):
    """What this room must know of a kind of matter."""

    def look(self, of: PaperOf, actor: Actor) -> Matter:
        """The matter a paper is of, for whoever may see that paper.  Raises `NotFound` for everybody else."""

    def numbered(self, number: str) -> Collection[PaperOf]:
        """What bears this number on its papers, whoever may see it."""


FixedPapers = Callable[[int], Collection[Fixed]]


class Registry:
    """All that upper rooms entered."""

    def __init__(self) -> None:
        self._matters: dict[str, Matters] = {}
        self._fixed: dict[str, list[FixedPapers]] = {}

    def matters(self, kind: str, matters: Matters) -> None:
        """Enter a kind of matter."""
        self._matters[kind] = matters

    def fixed(self, kind: str, papers: FixedPapers) -> None:
        """Enter what is fixed of the papers of this kind of matter."""
        entered = self._fixed.setdefault(kind, [])
        if papers not in entered:
            entered.append(papers)

    def kinds(self) -> Mapping[str, Matters]:
        """Every kind of matter entered."""
        return dict(self._matters)

    def of(self, kind: str) -> Matters:
        """What was entered for a kind.  Raises `KeyError` for one nobody entered."""
        return self._matters[kind]

    def fixed_of(self, kind: str, subject_id: int) -> list[Fixed]:
        """Every paper of a matter whose words are fixed."""
        return [one for papers in self._fixed.get(kind, ()) for one in papers(subject_id)]


registry = Registry()
