"""Rows the chain vouches for: whenever one is written, a keyed digest of its values goes into the next entry.

A model that carries `Witnessed` is covered by being written through the session; nobody has to remember it.  What a
digest covers are the values, never sealed tokens: a rotation of the keys changes no digest.  Statements that go past
the session (`update(...)`, `delete(...)`) must not touch a witnessed column; a house test looks for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Column, RowMapping, Table, event, inspect
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction, object_session
from sqlalchemy.orm.attributes import get_history
from sqlalchemy.orm.base import PassiveFlag

from app.audit.rules import columns_label, row_digest
from app.core.db import Model, db, table_class, tables

PENDING = "witnessed_rows"
NEVER = frozenset({"row_version", "public_id", "phone_digits_index", "phone_tail_index"})
"""What says nothing of a matter: counted up by every writing, drawn by chance, or made of what is sealed."""
SEALED = "_sealed"


class Witnessed:
    """A table whose rows are compared with the chain by `flask audit verify`."""

    unwitnessed: ClassVar[frozenset[str]] = frozenset()
    """Columns that may change without a deed: projections, marks of the clockwork."""
    witnessed_from: ClassVar[str | None] = None
    """A covered column that is filled when the row is final; before that the row may change freely."""


def witnessed_tables() -> list[type[Model]]:
    """Every model that carries `Witnessed`, by the name of its table."""
    found = [model for model in tables() if issubclass(model, Witnessed)]
    return sorted(found, key=lambda model: model.__tablename__)


def table_of(model: type[Model]) -> Table:
    """The table of a model."""
    return model.metadata.tables[model.__tablename__]


@cache
def covered(model: type[Model]) -> tuple[Column[Any], ...]:
    """The columns that are read to judge a row: what a digest covers, and the key."""
    wanted = columns_of(model)
    return tuple(column for column in table_of(model).columns if column.name in wanted or column.primary_key)


@cache
def columns_of(model: type[Model]) -> tuple[str, ...]:
    """The columns a digest covers, in order."""
    left_out = getattr(model, "unwitnessed", frozenset()) | NEVER
    names = [column.name for column in table_of(model).columns]
    return tuple(sorted(name for name in names if name not in left_out and not name.endswith(SEALED)))


@cache
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


@dataclass
class Pending:
    """A row that was written and is not vouched for yet."""

    row: Model
    is_new: bool
    """Made in this transaction: nobody else can have changed it."""
    before: dict[str, object] | None
    """Its covered values as they were found, where nobody else can have changed one since."""


def take_digests(key: bytes) -> str:
    """The digests of what was written since they were last taken, as JSON; empty when nothing was.

    Beside a new digest stands that of the values found before, where they are known: so that writing a row does not
    cover up that somebody changed it past the program.
    """
    found: dict[str, dict[str, str | list[str] | None]] = {}
    waiting: dict[tuple[type[Model], str], Pending] = db.session.info.get(PENDING, {})
    if not db.session().in_nested_transaction():  # what a savepoint undoes later is vouched for by the next entry
        db.session.info.pop(PENDING, None)
    for (model, row_key), pending in waiting.items():
        if pending.row in db.session:
            if not pending.is_new and not _is_versioned(model):  # another column may have been changed meanwhile
                db.session.refresh(pending.row, [column.name for column in covered(model)])
            digest = digest_of(key, model, _values(model, pending.row))
            before = digest_of(key, model, pending.before) if pending.before else None
            if digest is not None:
                found.setdefault(label_of(model), {})[row_key] = [digest, before] if before else digest
        elif inspect(pending.row).was_deleted:
            found.setdefault(label_of(model), {})[row_key] = None
    return json.dumps(found, sort_keys=True, separators=(",", ":")) if found else ""


def _is_versioned(model: type[Model]) -> bool:
    """Whether a row that somebody else wrote meanwhile cannot be written over."""
    return model.__mapper__.version_id_col is not None


def is_pending() -> bool:
    """Whether something was written that no entry vouches for yet."""
    return bool(db.session.info.get(PENDING))


def _values(model: type[Model], row: Model) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in covered(model)}


def _collect(session: Session, _context: UOWTransaction) -> None:
    waiting: dict[tuple[type[Model], str], Pending] = session.info.setdefault(PENDING, {})
    for row in (*session.new, *session.dirty):
        if isinstance(row, Model) and isinstance(row, Witnessed) and (row not in session.dirty or _differs(row)):
            model = table_class(type(row))
            key = model, key_of(model, _key_values(model, row))
            known = waiting.get(key)
            before = known.before if known is not None else _found_before(model, row) if row in session.dirty else None
            is_new = row in session.new or (known is not None and known.is_new)
            waiting[key] = Pending(row, is_new, before)


def _collect_deleted(_mapper: object, _connection: object, row: Model) -> None:
    """Every row the unit of work deletes, orphans too, which never stand in `session.deleted`."""
    session = object_session(row)
    if session is not None and isinstance(row, Witnessed):
        model = table_class(type(row))
        waiting = session.info.setdefault(PENDING, {})
        waiting[model, key_of(model, _key_values(model, row))] = Pending(row, False, None)


def _found_before(model: type[Model], row: Model) -> dict[str, object] | None:
    """The covered values before this change; None when one was never read, or may be out of date."""
    if not _is_versioned(model):
        return None
    values = {}
    for column in covered(model):
        history = get_history(row, column.name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        known = history.deleted or history.unchanged
        if not known:
            return None
        values[column.name] = known[0]
    return values


def _key_values(model: type[Model], row: Model) -> dict[str, object]:
    return {column.name: getattr(row, column.name) for column in table_of(model).columns if column.primary_key}


def _differs(row: Model) -> bool:
    return any(get_history(row, name).has_changes() for name in columns_of(table_class(type(row))))


def _forget(session: Session, ended: SessionTransaction) -> None:
    """Nothing of a transaction that is undone; what a savepoint undoes has left the session, or is read again."""
    if ended.parent is None:
        session.info.pop(PENDING, None)


def listen() -> None:
    """Watch what the session writes; a second call changes nothing."""
    if not event.contains(db.session, "after_flush", _collect):
        event.listen(Model, "after_delete", _collect_deleted, propagate=True)
        event.listen(db.session, "after_flush", _collect)
        event.listen(db.session, "after_soft_rollback", _forget)
