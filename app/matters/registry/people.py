"""Whose people of a kind of matter somebody may call, and with which other matters' people they may be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

from sqlalchemy import Select

from app.core.permissions import Actor, Permission
from app.matters.models.participants import Participant
from app.matters.registry.subject_table import Row


@dataclass(frozen=True, kw_only=True)
class People(Generic[Row]):
    """How a kind names its participants; every function takes the matter's row."""

    participant: type[Participant]
    calls: Permission
    """Of whoever meets and calls them."""
    must_call: Callable[[Row, Actor], None]
    """Raises `NotAllowed` for somebody who sees the matter and does not handle it."""
    neighbours: Callable[[Row], Select[Any]]
    """The keys of the matters of the same committee or desk: known people are offered from no other."""
