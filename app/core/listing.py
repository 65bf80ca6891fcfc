"""What a list is asked for: each field of a search says its name in the address and how it is read from it.

    @dataclass(frozen=True)
    class Search(Asked):
        words: Annotated[str, Words(60)] = ""
        status: Annotated[Status | None, Choice("status", Status)] = None

Read by `Search.read(request.args)`; what an address asks for and the list does not know does not narrow.  Shown by
templates/macros/listing.html.  Pure; nothing here raises.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self, get_type_hints

from app.core.asked import asked_day
from app.core.public_ids import is_public_id


@dataclass(frozen=True)
class Words:
    """What is looked for in names and numbers; of a text longer than so many characters, the beginning."""

    longest: int
    name: str = "words"

    def read(self, text: str) -> str:
        """The words without blanks around them."""
        return text.strip()[: self.longest]


@dataclass(frozen=True)
class PublicId:
    """The public id of something."""

    name: str

    def read(self, text: str) -> str:
        """The public id; empty when it is none."""
        return text if is_public_id(text) else ""


@dataclass(frozen=True)
class Choice:
    """One of the words of `kind`."""

    name: str
    kind: type[StrEnum]

    def read(self, text: str) -> StrEnum | None:
        """The word; None when it is none of them."""
        return self.kind(text) if text in set(self.kind) else None


@dataclass(frozen=True)
class OneOf:
    """One of the words that are `known` when it is asked for."""

    name: str
    known: Callable[[], Mapping[str, object]]

    def read(self, text: str) -> str:
        """The word; empty when nobody knows it."""
        return text if text in self.known() else ""


@dataclass(frozen=True)
class Day:
    """A day, written like 2026-11-23."""

    name: str

    def read(self, text: str) -> date | None:
        """The day; None when it is none."""
        return asked_day(text)


@dataclass(frozen=True)
class Order:
    """Whether the rows are wanted in the order called `word`; that narrows nothing."""

    name: str
    word: str

    def read(self, text: str) -> str:
        """The word, or an empty text for the usual order."""
        return text if text == self.word else ""


Way = Words | PublicId | Choice | OneOf | Day | Order


@dataclass(frozen=True)
class Asked:
    """What a list is asked for; empty values do not narrow."""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """What an address asks for."""
        return cls(**{name: way.read(asked.get(way.name, "")) for name, way in _ways(cls).items()})

    @property
    def address(self) -> dict[str, str]:
        """The same as the arguments of an address, without what is empty."""
        given = {way.name: getattr(self, name) for name, way in _ways(type(self)).items()}
        return {name: str(value) for name, value in given.items() if value}

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for, so that an empty list means "not found"."""
        return any(getattr(self, name) for name, way in _ways(type(self)).items() if not isinstance(way, Order))

    @property
    def is_filtered(self) -> bool:
        """Whether anything but words is asked for, so that the page shows it unfolded."""
        return any(getattr(self, name) for name, way in _ways(type(self)).items() if not isinstance(way, Words))


def _ways(search: type[Asked]) -> dict[str, Way]:
    """How each field of a search is read, by its name in Python."""
    hints = get_type_hints(search, include_extras=True)
    return {name: hint.__metadata__[0] for name, hint in hints.items()}
