"""Questions whose answers are rows of a table: the page carries their public ids, the program gives and reads keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.fields import CHOOSE
from app.core.public_ids import HasPublicId

Rows = Iterable[tuple[HasPublicId, str]]
"""Rows that may be chosen, with what the page says of each."""


class _OneRow:
    """What both kinds of question with one answer share."""

    data: Any
    raw_data: Any
    choices: Any
    chosen: int | None = None
    keys: Mapping[str, int] = {}

    def process_data(self, value: Any) -> None:
        """Keep the key that a fresh page begins with until the rows are offered."""
        self.chosen, self.data = value, None

    def offer(
        self, rows: Rows, *, first: Mapping[str, str] | None = None, last: Mapping[str, str] | None = None
    ) -> None:
        """Offer each row under its words; `first` and `last` are answers that mean none of them.

        A fresh page stands at the row it began with, or else at the first of `first`; so does an answer left out, but
        never at a row.
        """
        self.keys, words = _offered(rows)
        self.choices = dict(first or {}) | words | dict(last or {})
        if not self.raw_data:
            none = next(iter(first or {}), None)
            begun = (public_id for public_id, key in self.keys.items() if key == self.chosen)
            self.data = next(begun, none) if self.raw_data is None else none

    @property
    def key(self) -> int | None:
        """The key of the row that was chosen; None when none was."""
        return self.keys.get(str(self.data or ""))


class RowChoice(_OneRow, RadioField):
    """One of several rows, all of them seen."""


class RowSelect(_OneRow, SelectField):
    """One of several rows, folded away."""


class RowsChoice(SelectMultipleField):
    """Any number of several rows; a fresh page begins with keys."""

    chosen: Iterable[int] = ()
    keys: Mapping[str, int] = {}

    def process_data(self, value: Any) -> None:
        """Keep the keys until the rows are offered."""
        self.chosen, self.data = value or (), []

    def offer(self, rows: Rows) -> None:
        """Offer each row under its words."""
        self.keys, self.choices = _offered(rows)
        if self.raw_data is None:
            chosen = set(self.chosen)
            self.data = [public_id for public_id, key in self.keys.items() if key in chosen]

    @property
    def chosen_keys(self) -> frozenset[int]:
        """The keys of the rows that were chosen."""
        return frozenset(self.keys[one] for one in self.data or () if one in self.keys)


def _offered(rows: Rows) -> tuple[dict[str, int], dict[str, str]]:
    offered = [(row, words) for row, words in rows]
    keys = {row.public_id: row.id for row, _ in offered}
    return keys, {row.public_id: words for row, words in offered}


def one_row(label: str, hint: str = "", *, needed: bool = True) -> RowChoice:
    """A question with one row as its answer; the rows are offered later."""
    rule = InputRequired(CHOOSE) if needed else Optional()
    return RowChoice(label, choices={}, validators=[rule], description=hint)


def open_row(label: str) -> RowChoice:
    """The same, whose answer somebody else judges."""
    return RowChoice(label, choices={}, validators=[Optional()], validate_choice=False)


def some_rows(label: str, hint: str = "") -> RowsChoice:
    """A question with any number of rows as its answer, each with a tick."""
    widget = ListWidget(prefix_label=False)
    return RowsChoice(label, choices={}, option_widget=CheckboxInput(), widget=widget, description=hint)
