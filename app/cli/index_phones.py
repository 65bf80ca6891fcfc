"""Telephone numbers from before they were found by digits: the first start after gives each its two indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from app.core.crypto import keys, phone_indexes
from app.core.db import Model, db
from app.core.key_ring import SealBroken
from app.matters.models.participants import Agent, Participant
from app.organisations.models import Person

TABLES: tuple[type[Model], ...] = (Participant, Agent, Person)
BATCH = 1_000


def index_phones() -> int:
    """Fill the indexes of every sealed number, in the caller's transaction; returns how many.

    A number that does not open stays as it is: `flask audit verify` names it.
    """
    return sum(_index(table) for table in TABLES)


def _index(table: type[Model]) -> int:
    whole = Model.metadata.tables[table.__tablename__]
    columns, last, done = whole.c, 0, 0
    change = update(whole).where(columns.id == bindparam("key"))
    while True:
        wanted = select(columns.id, columns.uid, columns.phone_sealed).where(columns.phone_sealed.is_not(None))
        rows = db.session.execute(wanted.where(columns.id > last).order_by(columns.id).limit(BATCH)).all()
        found = [one for one in (_indexed(table.__tablename__, *row) for row in rows) if one]
        if found:
            db.session.execute(change, found)
        done += len(found)
        if len(rows) < BATCH:
            return done
        last = rows[-1][0]


def _indexed(table: str, key: int, uid: str, token: str) -> dict[str, Any] | None:
    try:
        whole, tail = phone_indexes(keys().open(token, f"{table}.phone:{uid}"))
    except SealBroken:
        return None
    return {"key": key, "phone_digits_index": whole, "phone_tail_index": tail}
