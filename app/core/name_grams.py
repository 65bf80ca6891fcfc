"""The columns that keep names, and the tables of the pieces by which those are searched (`name_pieces`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    String,
    TypeDecorator,
    and_,
    delete,
    event,
    false,
    insert,
    inspect,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import Model
from app.core.name_pieces import name_grams, pinyin_grams, pinyin_query, query_grams
from app.core.normalise import entry_name


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


def sounding(
    owner: InstrumentedAttribute[int], keeper: InstrumentedAttribute[int], gram: InstrumentedAttribute[str], word: str
) -> ColumnElement[bool]:
    """The condition that a row's name sounds like a word in Latin letters; of any other word nothing is true."""
    pieces = pinyin_query(word)
    return and_(*(owner.in_(select(keeper).where(gram == piece)) for piece in pieces)) if pieces else false()


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


def write_grams(
    connection: Connection, grams: type[Model], owner: Mapping[str, int], name: str, *, by_sound: bool = False
) -> None:
    """Bring a table of pieces in line with the name of one row; `owner` is its column there and its id.

    `by_sound`: with the pieces of how it sounds.
    """
    connection.execute(delete(grams).where(*(grams.__table__.c[key] == value for key, value in owner.items())))
    pieces = name_grams([name]) | (pinyin_grams([name]) if by_sound else frozenset())
    rows = [{**owner, "gram": gram} for gram in sorted(pieces)]
    if rows:
        connection.execute(insert(grams), rows)
