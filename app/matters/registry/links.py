"""Who ties matters of a kind to others, and who is told when the other one ends."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Generic

from app.core.errors import DomainError
from app.core.permissions import Actor
from app.matters.registry.subject_table import Row


@dataclass(frozen=True, kw_only=True)
class Links(Generic[Row]):
    """Declared in `kind.py` of a room; every function takes the matter's row."""

    must_link: Callable[[Row, Actor], None]
    """Raises `NotAllowed` with a sentence for somebody who sees the matter and does not handle it."""
    handlers: Callable[[Row], Collection[int]]
    """The accounts of those who handle it."""

    def takes(self, row: Row, actor: Actor) -> bool:
        """Whether a page offers to tie: exactly when it would not be refused."""
        try:
            self.must_link(row, actor)
        except DomainError:
            return False
        return True
