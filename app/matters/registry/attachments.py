"""What files a kind of matter takes: its materials by their Chinese names, who adds them and who opens which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic

from app.core.errors import DomainError
from app.core.permissions import Actor
from app.matters.registry.subject_table import Row


@dataclass(frozen=True, kw_only=True)
class Attachments(Generic[Row]):
    """Declared in `kind.py` of a room; every function takes the matter's row, which the actor sees."""

    materials: Mapping[str, str]
    """What a file may be, by the word that is stored, in the order in which it is asked."""
    must_add: Callable[[Row, Actor], None]
    """Who may add, and as long as what.  Raises `NotAllowed`, `NotNow` with a sentence that says whom to ask."""
    may_open: Callable[[Row, str, Actor], bool]
    """Whether the actor may open a file of this material: nothing can be masked on a photograph."""
    closed_because: Callable[[Row], str]
    """What somebody is told who may not, and whom to ask."""
    shut: str
    """The same in few words, beside the name of the file."""

    def takes(self, row: Row, actor: Actor) -> bool:
        """Whether a page offers to add: exactly when it would not be refused."""
        try:
            self.must_add(row, actor)
        except DomainError:
            return False
        return True
