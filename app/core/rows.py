"""Rows of a form: a list of people, claims or clauses that grows by a button and never loses a row without a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from wtforms import FieldList
from wtforms.form import BaseForm
from wtforms.utils import unset_value

from app.core.errors import Invalid

SHOWN_BEYOND = 100
"""So many rows more than there may be are still read and shown again; nobody types more by hand."""
LONGEST_INDEX = 6
SEPARATOR = "-"


if TYPE_CHECKING:
    AnyFieldList = FieldList[Any]
else:
    AnyFieldList = FieldList


class Rows(AnyFieldList):
    """A list of at most `most` rows, counted in `unit` (位, 项, 条); `beyond` says what to do with further ones.

    Rows beyond the limit are read and shown again with a sentence; they are never cut.  `least` rows always stay.
    """

    def __init__(
        self,
        row: Any,
        label: str,
        *,
        most: int,
        unit: str,
        beyond: str = "",
        least: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(row, label=label, min_entries=least, **kwargs)
        self.most, self.unit, self.beyond, self.least = most, unit, beyond, least

    @property
    def is_full(self) -> bool:
        """Whether no row may be added."""
        return len(self.entries) >= self.most

    @property
    def full_sentence(self) -> str:
        """What stands where the button was."""
        return f"最多{self.most}{self.unit}，已经写满了。{self.beyond}"

    @property
    def fault(self) -> str | None:
        """What is said of too many rows, with both numbers; None when they fit."""
        count = len(self.entries)
        if count <= self.most:
            return None
        return (
            f"最多{self.most}{self.unit}，现在写了{count}{self.unit}，多了{count - self.most}{self.unit}。{self.beyond}"
        )

    def change(self, add: str, remove: str) -> None:
        """Add a row when `add` names this list, take away the row that `remove` names; what is refused is said here."""
        if add == self.name:
            if self.is_full:
                self.errors = [self.full_sentence]
            else:
                self.append_entry()
        place = next((place for place, entry in enumerate(self.entries) if entry.name == remove), None)
        if place is not None and len(self.entries) > max(self.least, 1):
            del self.entries[place]

    def validate(self, form: BaseForm, extra_validators: Any = ()) -> bool:
        """The rows one by one, then how many they are."""
        fits = super().validate(form, extra_validators)
        if self.fault:
            self.errors = [*self.errors, self.fault]
            return False
        return fits

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the rows.  Raises `Invalid` when there are so many that no page could show them again."""
        if formdata:
            count = len(set(self._extract_indices(self.name, formdata)))
            if count > self.most + SHOWN_BEYOND:
                raise Invalid(
                    f"最多{self.most}{self.unit}，这次送来{count}{self.unit}，一{self.unit}也没有存。{self.beyond}"
                )
        super().process(formdata, data, extra_filters)

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        """The numbers of the rows; what only looks like one is none."""
        begin = f"{prefix}{SEPARATOR}"
        for name in formdata:
            number = name[len(begin) :].split(SEPARATOR, 1)[0] if name.startswith(begin) else ""
            if number.isascii() and number.isdecimal() and len(number) <= LONGEST_INDEX:
                yield int(number)


def change_rows(form: BaseForm, asked: Mapping[str, str]) -> bool:
    """Do what a button of a list of rows asks without script (`add_row`, `remove_row`); whether one was pressed."""
    add, remove = asked.get("add_row", ""), asked.get("remove_row", "")
    for field in form:
        if isinstance(field, Rows):
            field.change(add, remove)
    return bool(add or remove)
