"""The pieces of names by which every list is searched, and the columns that keep names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    TypeDecorator,
    delete,
    event,
    false,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import Model
from app.core.normalise import entry_name, search_number, search_text

MOST_READINGS = 64
LONGEST_GRAM = 4
_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]+|.")


class Name(TypeDecorator[str]):
    """The column of somebody's name: whatever is assigned is kept as it was meant (`entry_name`).

    What is read stays as it was stored.
    """

    impl = String
    cache_ok = True


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _keep_as_meant(_class: type[Model], _key: str, attribute: InstrumentedAttribute[Any]) -> None:
    columns = getattr(attribute.property, "columns", ())
    if columns and isinstance(columns[0].type, Name):
        event.listen(attribute, "set", _meant, retval=True)


def _meant(_row: Model, value: str | None, _old: object, _initiator: object) -> str | None:
    return None if value is None else entry_name(value)


def name_grams(names: Iterable[str]) -> frozenset[str]:
    """Every character and every two that follow each other, of names and of their initials.

    Of a Chinese character each reading counts, of a Latin word its first letter.
    """
    grams: set[str] = set()
    for name in names:
        for text in (search_text(name), *_initials(name)):
            grams.update(text)
            grams.update(text[place : place + 2] for place in range(len(text) - 1))
    return frozenset(grams)


def query_grams(words: str) -> list[str]:
    """The pieces that all must be found, of words between blanks; none when nothing of them can be searched."""
    found: list[str] = []
    for word in words.split():
        plain = search_text(word)
        found += [plain] if len(plain) == 1 else [plain[place : place + 2] for place in range(len(plain) - 1)]
    return list(dict.fromkeys(found))


def named(
    owner: InstrumentedAttribute[int], keeper: InstrumentedAttribute[int], gram: InstrumentedAttribute[str], words: str
) -> list[ColumnElement[bool]]:
    """The conditions that a row (`owner`: its id) bears these words in its name, by the table of its pieces.

    Blanks ask for nothing; words without a letter or a character are in no name.
    """
    pieces = query_grams(words)
    if not pieces and words.strip():
        return [false()]
    return [owner.in_(select(keeper).where(gram == piece)) for piece in pieces]


def numbered_like(column: ColumnElement[Any] | InstrumentedAttribute[Any], words: str) -> ColumnElement[bool]:
    """The condition that a number contains what was typed, whatever brackets, dashes and width it was typed in."""
    kept: ColumnElement[str] = func.replace(func.replace(column, "（", "("), "）", ")")
    kept = func.replace(func.replace(kept, "〔", "("), "〕", ")")
    return kept.contains(search_number(words), autoescape=True)


def _initials(name: str) -> list[str]:
    """The initials of a name in lower case, in every reading of its characters."""
    combined = [""]
    for part in _parts(name):
        letters = sorted(_readings(part)) if not part.isascii() else [part[0]]
        combined = [before + letter for before in combined for letter in letters][:MOST_READINGS]
    return [one for one in combined if one]


def _parts(name: str) -> list[str]:
    """Words of Latin letters whole, everything else character by character."""
    plain = (search_text(word) for word in _WORDS.findall(entry_name(name)))
    return [part for word in plain for part in ([word] if word.isascii() else word) if part]


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # a dictionary of phrases: a quarter of a second

    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(letter for letters in found for letter in letters) or frozenset({""})


Write = Callable[[Connection, Any], None]


def keep_grams(row: type[Model], write: Write) -> None:
    """From now on `write` is called whenever a row of this kind is kept with a new name."""

    @event.listens_for(row, "after_insert")
    def inserted(_mapper: object, connection: Connection, target: Any) -> None:
        write(connection, target)

    @event.listens_for(row, "after_update")
    def updated(_mapper: object, connection: Connection, target: Any) -> None:
        if inspect(target).attrs.name.history.has_changes():
            write(connection, target)


def write_grams(connection: Connection, grams: type[Model], owner: Mapping[str, int], name: str) -> None:
    """Bring a table of pieces in line with the name of one row; `owner` is its column there and its id."""
    connection.execute(delete(grams).where(*(grams.__table__.c[key] == value for key, value in owner.items())))
    rows = [{**owner, "gram": gram} for gram in sorted(name_grams([name]))]
    if rows:
        connection.execute(insert(grams), rows)
