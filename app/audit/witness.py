"""Rows the chain vouches for: whenever one is written, a keyed digest of its values goes into the next entry.

A model that carries `Witnessed` is covered by being written through the session; nobody has to remember it.  What a
digest covers are the values, never sealed tokens: a rotation of the keys changes no digest.  Statements that go past
the session (`update(...)`, `delete(...)`) must not touch a witnessed column; a house test looks for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Column, RowMapping, Table, event
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from app.audit.rules import columns_label, row_digest
from app.core.db import Model, db

PENDING = "witnessed_rows"
NEVER = "row_version"
SEALED = "_sealed"


class Witnessed:
    """A table whose rows are compared with the chain by `flask audit verify`."""

    unwitnessed: ClassVar[frozenset[str]] = frozenset()
    """Columns that may change without a deed: projections, marks of the clockwork."""
    witnessed_from: ClassVar[str | None] = None
    """A covered column that is filled when the row is final; before that the row may change freely."""


def witnessed_tables() -> list[type[Model]]:
    """Every model that carries `Witnessed`, by the name of its table."""
    models: list[type[Model]] = [mapper.class_ for mapper in Model.registry.mappers]
    found = [model for model in models if issubclass(model, Witnessed)]
    return sorted(found, key=lambda model: model.__tablename__)


def table_of(model: type[Model]) -> Table:
    """The table of a model."""
    return model.metadata.tables[model.__tablename__]


def covered(model: type[Model]) -> list[Column[Any]]:
    """The columns that are read to judge a row: what a digest covers, and the key."""
    wanted = columns_of(model)
    return [column for column in table_of(model).columns if column.name in wanted or column.primary_key]


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The columns a digest covers, in order."""
    left_out = getattr(model, "unwitnessed", frozenset()) | {NEVER}
    names = [column.name for column in table_of(model).columns]
    return tuple(sorted(name for name in names if name not in left_out and not name.endswith(SEALED)))


def label_of(model: type[Model]) -> str:
    """The table's name with what is covered of it."""
    return columns_label(model.__tablename__, columns_of(model))


def key_of(model: type[Model], values: Mapping[str, object] | RowMapping) -> str:
    """A row's primary key as text."""
    return "-".join(str(values[column.name]) for column in table_of(model).columns if column.primary_key)


def digest_of(key: bytes, model: type[Model], values: Mapping[str, object] | RowMapping) -> str | None:
    """The digest of a row's values; None while it is not final."""
    final: str | None = getattr(model, "witnessed_from", None)
    if final is not None and values[final] is None:
        return None
    return row_digest(key, label_of(model), {name: values[name] for name in columns_of(model)})


def take_digests(key: bytes) -> str:
    """The digests of what was written since they were last taken, as JSON; empty when nothing was."""
    found: dict[str, dict[str, str | None]] = {}
    for (model, row_key), (row, is_gone) in db.session.info.pop(PENDING, {}).items():
        if row in db.session:
            digest = digest_of(key, model, _values(model, row))
            if digest is not None:
                found.setdefault(label_of(model), {})[row_key] = digest
        elif is_gone:
            found.setdefault(label_of(model), {})[row_key] = None
    return json.dumps(found, sort_keys=True, separators=(",", ":")) if found else ""


def is_pending() -> bool:
    """Whether something was written that no entry vouches for yet."""
    return bool(db.session.info.get(PENDING))


def _values(model: type[Model], row: Model) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in covered(model)}


def _collect(session: Session, _context: UOWTransaction) -> None:
    pending = session.info.setdefault(PENDING, {})
    for row in (*session.new, *session.deleted, *session.dirty):
        if isinstance(row, Model) and isinstance(row, Witnessed) and (row not in session.dirty or _differs(row)):
            model = type(row)
            pending[model, key_of(model, _key_values(model, row))] = row, row in session.deleted


def _key_values(model: type[Model], row: Model) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in table_of(model).columns if column.primary_key}


def _differs(row: Model) -> bool:
    return any(get_history(row, name).has_changes() for name in columns_of(type(row)))


def _forget(session: Session, ended: SessionTransaction) -> None:
    """Nothing of a transaction that is undone; what a savepoint undoes has left the session, or is read again."""
    if ended.parent is None:
        session.info.pop(PENDING, None)


def listen() -> None:
    """Watch what the session writes; a second call changes nothing."""
    if not event.contains(db.session, "after_flush", _collect):
        event.listen(db.session, "after_flush", _collect)
        event.listen(db.session, "after_soft_rollback", _forget)
