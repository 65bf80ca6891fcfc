"""What addresses, names and values of a page call a row: random, so that neither a gap nor a neighbour tells anything.

A key counts: whoever sees two of them sees how many rows lie between, and that one is missing (ASVS 5.0, 8.2.2; what
lies between may be an accusation).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING

from sqlalchemy import ScalarSelect, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, db, tables

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that is read for something else: no 0, 1, i, l, o."""
LENGTH = 12
"""Characters of which each has 31 values: more than 2**59 in all."""
PATTERN = f"[{ALPHABET}]{{{LENGTH}}}"
NO_ROW = 0
"""The key of what is not there: no row has it."""
_WHOLE = re.compile(PATTERN)


def draw_public_id() -> str:
    """A new one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_public_id(text: str) -> bool:
    """Whether a text may be one."""
    return _WHOLE.fullmatch(text) is not None


class HasPublicId:
    """A table whose rows stand in addresses, names or values of pages."""

    if TYPE_CHECKING:  # of the table that carries this column; named at run time, a subclass would be a table
        __tablename__: str
    id: Mapped[int]
    public_id: Mapped[str] = mapped_column(
        String(LENGTH), index=True, unique=True, default=draw_public_id, server_default=""
    )
    """Drawn when the row is written; the empty one of the server stands only while a migration draws for all rows."""


_tables: dict[str, type[Model]] = {}


def table_named(name: str) -> type[Model]:
    """The table of this name whose rows have a public id.  Raises `LookupError` when there is none."""
    if name not in _tables:
        _tables.update({model.__tablename__: model for model in tables() if issubclass(model, HasPublicId)})
    return _tables[name]


def key_of(table: type[Model], public_id: str | None) -> int:
    """The key of a row; `NO_ROW` when there is none of this public id, or what was sent is none."""
    columns = table.__table__.c
    if not public_id or not is_public_id(public_id):
        return NO_ROW
    return db.session.scalar(select(columns.id).where(columns.public_id == public_id)) or NO_ROW


def key_from(table: type[Model], public_id: str) -> ScalarSelect[int]:
    """The key of a row inside another statement; nothing equals that of an unknown one."""
    columns = table.__table__.c
    return select(columns.id).where(columns.public_id == public_id).scalar_subquery()


def keys_of(table: type[Model], public_ids: Collection[str]) -> dict[str, int]:
    """The keys of several rows, by public id; of those that are none, nothing."""
    columns, asked = table.__table__.c, {one for one in public_ids if is_public_id(one)}
    found = select(columns.public_id, columns.id).where(columns.public_id.in_(asked))
    return dict(db.session.execute(found).all()) if asked else {}


def public_ids_of(table: type[Model], keys: Collection[int]) -> dict[int, str]:
    """The public ids of several rows, by key."""
    columns = table.__table__.c
    found = select(columns.id, columns.public_id).where(columns.id.in_(keys))
    return dict(db.session.execute(found).all()) if keys else {}


def public_id_of(table: type[Model], key: int) -> str:
    """The public id of a row, of one that is read already without asking again.  Raises `LookupError` without a row."""
    row = db.session.get(table, key)
    if not isinstance(row, HasPublicId):
        raise LookupError(f"no {table.__tablename__} of this key")
    return row.public_id
