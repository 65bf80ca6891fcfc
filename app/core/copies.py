"""How a paper is handed to whoever prints it: as the original, or as a copy to read (查阅件). Pure.

The one rule: whoever handles the matter prints it as it is kept; everybody else who may see it gets the same words
without numbers of people and without a place to sign or seal (个人信息保护法 第6、28、51条).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import Enum, StrEnum
from typing import Any, TypeVar

from app.core.masking import Private, mask_ids, mask_phones

Value = TypeVar("Value")
OURS = {"ours": True}
"""Metadata of a field that holds the office's own words or numbers: the telephone to ask, a number of ours."""
BIRTHDAY = {"birthday": True}
"""Metadata of a date of birth, a ``date | int | None``: beside the two ends of a masked ID number it would give all
of it away, so that there it becomes the year."""


class Reader(StrEnum):
    """What the one who prints has to do with the matter."""

    HANDLING = "handling"
    """The committee that handles a dispute, the petition desk: nobody has to say why."""
    OFFICE = "office"
    """The office that handles a claim: it has to call people, it needs no ID number."""
    OTHER = "other"


@dataclass(frozen=True)
class Copy:
    """What is handed out: whether there are places to sign and a mark of authenticity, and which numbers are clear."""

    is_original: bool
    shows_ids: bool
    shows_phones: bool

    @property
    def deed(self) -> str:
        """What the log of looks calls it: ``printed:full`` with ID numbers, ``printed:phones``, ``printed`` masked."""
        if self.shows_ids:
            return "printed:full"
        return "printed:phones" if self.shows_phones else "printed"


ORIGINAL = Copy(is_original=True, shows_ids=True, shows_phones=True)


def copy_for(reader: Reader, *, is_own_paper: bool = True) -> Copy:
    """What a reader gets of a paper; `is_own_paper` says whether it is the reader's own office that issues it."""
    return Copy(
        is_original=is_own_paper and reader is not Reader.OTHER,
        shows_ids=reader is Reader.HANDLING,
        shows_phones=reader is not Reader.OTHER,
    )


@dataclass(frozen=True)
class ReadingMark:
    """What stands on a copy to read: who printed it and when, in words."""

    printed_by: str
    printed_at: str


def without_numbers(value: Value, copy: Copy, private: Private) -> Value:
    """A paper's value with the numbers masked that `copy` does not show, in every field and tuple of it.

    Fields with the metadata `OURS` stay; where ID numbers are masked, fields with `BIRTHDAY` become the year.
    """

    def words(text: str) -> str:
        told = text if copy.shows_ids else mask_ids(text, private.id_numbers)
        return told if copy.shows_phones else mask_phones(told, private.phones)

    if copy.shows_ids and copy.shows_phones:
        return value
    masked: Value = _walked(value, words, hides_ids=not copy.shows_ids)
    return masked


def _walked(value: Any, words: Callable[[str], str], *, hides_ids: bool) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return words(value)
    if isinstance(value, tuple):
        return tuple(_walked(one, words, hides_ids=hides_ids) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {}
    for one in fields(value):
        kept = getattr(value, one.name)
        if one.metadata.get("birthday") and isinstance(kept, date) and hides_ids:
            changed[one.name] = kept.year
        elif one.init and not one.metadata.get("ours"):
            changed[one.name] = _walked(kept, words, hides_ids=hides_ids)
    return replace(value, **changed)
