"""The list of a kind: what it is called, what narrows it, and what stands in it besides whose and until when."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from sqlalchemy.orm.interfaces import ORMOption

from app.core.permissions import Permission
from app.matters.registry.subject_table import Row, SubjectTable


@dataclass(frozen=True)
class Choosing:
    """A choice that narrows a list: the field of its search, what it is called, and the names of what may be chosen."""

    column: str
    name: str
    label: str
    names: Mapping[Any, str]


@dataclass(frozen=True, kw_only=True)
class Listing(Generic[Row]):
    """The list of a kind, with the heads of its own columns and of a matter what stands under each."""

    title: str
    see: Permission
    """Of whom it is a list at all; which rows, says the sight of the kind."""
    endpoint: str
    """Of its page."""
    first: str
    """The head of the first column, which leads to the matter."""
    label: str
    hint: str
    """What the words of the search may be."""
    narrowing: str
    choices: Sequence[Choosing]
    heads: Sequence[str]
    cells: Callable[[Row], Sequence[str]]
    counted: str = ""
    """Said before the number of rows."""
    measure: str = "件"
    unfound: str = ""
    """Said besides where a search finds nothing."""
    options: tuple[ORMOption, ...] = ()
    """What is read along with many rows."""

    def read(self, rows: SubjectTable[Row], subject_ids: Collection[int]) -> Mapping[int, Row]:
        """The kind's own rows, by id."""
        return rows.read(subject_ids, *self.options)
