"""Which papers are frozen: an upper room enters what this one must know of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.papers.rules.paper import Paper


@dataclass(frozen=True, kw_only=True)
class FrozenKind:
    """A paper that is frozen, and the rows it is filled from; every function takes the subject's id."""

    name: str
    """As it is stored."""
    title: str
    value: type[Paper]
    subject_kind: str
    subjects: Callable[[], Iterable[int]]
    """Those whose paper is fixed, sealed or handed out, in the order of their ids."""
    filled: Callable[[int], Paper]
    """What the rows say today."""
    matter: Callable[[int], str]
    """The number of the matter, by which a finding names it; never a person's name."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Fields of the value that nobody may change any more, with their captions."""
    is_corrected: Callable[[int, datetime], bool] = lambda _subject, _since: False
    """Whether somebody who might has corrected the rows since: then they may differ."""
    is_trusted: Callable[[int], bool] = lambda _subject: True
    """Whether the rows still say what was fixed before there were frozen values."""


_kinds: dict[str, FrozenKind] = {}


def enter(kind: FrozenKind) -> None:
    """An upper room enters a paper.  Raises ValueError for a second one under the same name."""
    known = _kinds.setdefault(kind.name, kind)
    if known != kind:
        raise ValueError(f"two papers are called {kind.name}")


def frozen_kinds() -> list[FrozenKind]:
    """Every paper that is frozen, by name."""
    return [_kinds[name] for name in sorted(_kinds)]


def kind_named(name: str) -> FrozenKind | None:
    """The paper of this name; None for one that no room of this program knows."""
    return _kinds.get(name)


def kind_of(value: type[Paper]) -> FrozenKind:
    """The paper whose values are of this class.  Raises KeyError."""
    found = next((one for one in _kinds.values() if one.value is value), None)
    if found is None:
        raise KeyError(value.__name__)
    return found
