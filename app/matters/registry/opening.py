"""How a matter of one kind is registered out of another matter, and what that one hands over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from app.core.permissions import Permission
from app.matters.registry.subject_table import Row


@dataclass(frozen=True)
class HandedPerson:
    """Somebody who takes part: on which side, called what; neither number nor address goes along."""

    side: int
    name: str
    is_organisation: bool = False


@dataclass(frozen=True)
class Handed:
    """What a new registration begins with: something to change, for nobody has said it there yet."""

    village_id: int | None
    story: str
    people: Sequence[HandedPerson]


@dataclass(frozen=True, kw_only=True)
class Opening(Generic[Row]):
    """Declared in `kind.py` of a room."""

    label: str
    """What the page of the other matter offers: 「另登记一件纠纷」."""
    registers: Permission
    endpoint: str
    """Of the page of registration; it reads the other matter from ``out_of``."""
    hands: Callable[[Row], Handed]
    """What a matter of this kind hands to one that is registered out of it."""
