"""Whatever of a matter is written is told in the same transaction: an entry for each thing a row says.

A deed that is recorded on a matter tells what was written so far, and is vouched for along with it; the rest is told
before the commit.  What stood before there were entries is told once, by the very same functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Select, event, select
from sqlalchemy.orm import Session, SessionTransaction, UOWTransaction

from app.audit.registry import registry as audit
from app.core.db import Model, db
from app.core.permissions import Subject
from app.core.transaction import transaction
from app.matters.models.entries import LONGEST_TITLE, Entry
from app.matters.registry.kinds import Kind, kinds
from app.matters.registry.subject_table import key_column
from app.matters.rules.told import Told

UNTOLD = "untold_rows"
AT_ONCE = 100
RowKey = tuple[type[Model], int]


@dataclass(frozen=True)
class Telling:
    """Something a row tells of a matter, with its place among what was entered at the same moment."""

    kind: str
    subject_id: int
    row_kind: str
    row_id: int
    place: tuple[int, int]
    told: Told

    @property
    def order(self) -> tuple[datetime, tuple[int, int], int]:
        """What was entered first comes first."""
        return self.told.entered_at, self.place, self.row_id


def listen() -> None:
    """Watch what the session writes; a second call changes nothing."""
    if not event.contains(db.session, "after_flush", _collect):
        event.listen(db.session, "after_flush", _collect)
        event.listen(db.session, "before_commit", _tell_the_rest, insert=True)  # before the chain vouches for the rest
        event.listen(db.session, "after_transaction_end", _forget)
        audit.before_deed = _tell_before_deed


def _collect(session: Session, _context: UOWTransaction) -> None:
    watched = {table for kind in kinds().values() for table in kind.told}
    untold: dict[RowKey, Model] = session.info.setdefault(UNTOLD, {})
    for row in (*session.new, *session.dirty):
        if type(row) in watched:
            untold[type(row), _key(row)] = row


def _key(row: Model) -> int:
    """The key of a row, also of one that was written a moment ago."""
    key: int = getattr(row, key_column(type(row)).key)
    return key


def _tell_before_deed(subject: Subject) -> None:
    if subject.subject_kind in kinds():
        _tell_the_rest(db.session())


def _tell_the_rest(session: Session) -> None:
    if session.in_nested_transaction():  # what a savepoint undoes later is told with the whole
        return
    session.flush()
    untold: dict[RowKey, Model] = session.info.pop(UNTOLD, {})
    rows = [row for _, row in sorted(untold.items(), key=lambda one: one[0][1]) if row in session]
    if rows:
        _write(telling for kind in kinds().values() for telling in _tellings(kind, rows))


def _tellings(kind: Kind[Any], rows: Collection[Model]) -> Iterator[Telling]:
    floor = list(kinds()).index(kind.name)
    for place, (table, teller) in enumerate(kind.told.items()):
        for row in rows:
            if type(row) is table and (subject_id := teller.of(row)) is not None:
                for told in teller.say(row):
                    yield Telling(kind.name, subject_id, table.__tablename__, _key(row), (floor, place), told)


def _write(found: Iterable[Telling]) -> int:
    """Write what was not told before, in the order in which it was entered; returns how much that is."""
    tellings = sorted(found, key=lambda one: one.order)
    known = _known(tellings)
    fresh = [one for one in tellings if (one.row_kind, one.row_id, one.told.word) not in known]
    db.session.add_all(map(_entry, fresh))
    db.session.flush()
    return len(fresh)


def _known(tellings: Collection[Telling]) -> set[tuple[str, int, str]]:
    by_table: dict[str, set[int]] = {}
    for one in tellings:
        by_table.setdefault(one.row_kind, set()).add(one.row_id)
    known: set[tuple[str, int, str]] = set()
    for row_kind, ids in by_table.items():
        found = select(Entry.row_id, Entry.word).where(Entry.row_kind == row_kind, Entry.row_id.in_(ids))
        known.update((row_kind, row_id, word) for row_id, word in db.session.execute(found))
    return known


def _entry(telling: Telling) -> Entry:
    told = telling.told
    values = {one.name: getattr(told, one.name) for one in fields(told)}
    values["title"], values["spoken_by"] = told.title[:LONGEST_TITLE], told.spoken_by[:100]
    values["occurred_at"] = told.occurred_at.replace(second=0, microsecond=0)
    where = {"subject_kind": telling.kind, "subject_id": telling.subject_id}
    return Entry(**values, **where, row_kind=telling.row_kind, row_id=telling.row_id)


def tell_all(*, only: type[Model] | None = None) -> int:
    """Tell what stood before there were entries, some matters in a transaction; returns how many lines were written.

    What was told already is left as it is.  `only`: the rows of one table, which were not told before; once entries are
    written nothing else is told a second time, for what was taken away must not come back.
    """
    written = 0
    for kind in kinds().values():
        told = [table for table in kind.told if only in (None, table)]
        for ids in _batches(kind) if told else ():
            with transaction():
                written += _write(_tellings(kind, [row for table in told for row in _rows(kind, table, ids)]))
            db.session.expunge_all()
    return written


def _rows(kind: Kind[Any], table: type[Model], ids: Collection[int]) -> Sequence[Model]:
    return db.session.scalars(select(table).where(kind.told[table].among(ids)).order_by(key_column(table))).all()


def _batches(kind: Kind[Any]) -> Iterator[list[int]]:
    key, last = key_column(kind.rows.table), 0
    while kind.told and (ids := list(db.session.scalars(select(key).where(key > last).order_by(key).limit(AT_ONCE)))):
        yield ids
        last = ids[-1]


def forget(subject_kind: str, subject_id: int) -> None:
    """Take away all that was told of a matter that leaves this domain for the closed one."""
    _delete(select(Entry).where(Entry.subject_kind == subject_kind, Entry.subject_id == subject_id))


def forget_rows(table: type[Model], ids: Collection[int]) -> None:
    """Take away what these rows told: they leave this domain, and their matter stays."""
    _delete(select(Entry).where(Entry.row_kind == table.__tablename__, Entry.row_id.in_(ids)))


def _delete(found: Select[Entry]) -> None:
    for row in db.session.scalars(found).all():
        db.session.delete(row)
    db.session.flush()


def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(UNTOLD, None)
