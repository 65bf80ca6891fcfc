"""Numbers of parties, petitioners and agents from before they lay in one table: sealed anew for their place there.

Done by the first start after the upgrade; from then on parties are found by the pieces of their names as petitioners
always were.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, bindparam, select, update

from app.core.crypto import keys, sealing_keys
from app.core.db import Model, db
from app.core.key_ring import SealBroken
from app.core.name_grams import write_grams
from app.matters.models.participants import Agent, Participant, ParticipantGram

FORMER = {"participant": ("party", "petitioner"), "participant_agent": ("party_agent",)}
"""The tables that the rows of a table lay in before."""
NUMBERS = ("id_number", "phone")
BATCH = 500


def seal_participants() -> int:
    """Seal every number for the place it stands in by now, in the caller's transaction; returns how many.

    What stands sealed for it already stays, and so does what does not open: `flask audit verify` names it.
    """
    _name()
    return sum(_seal(Model.metadata.tables[model.__tablename__]) for model in (Participant, Agent))


def _name() -> None:
    connection = db.session.connection()
    found = select(Participant.id, Participant.name)
    for key, name in db.session.execute(found).all():
        write_grams(connection, ParticipantGram, {"participant_id": key}, name)


def _seal(table: Table) -> int:
    return sum(_seal_column(table, number) for number in NUMBERS)


def _seal_column(table: Table, number: str) -> int:
    column, done = table.c[f"{number}_sealed"], 0
    change = update(table).where(table.c.id == bindparam("key")).values({column.name: bindparam("token")})
    for rows in _batches(table, number):
        fresh = [one for one in (_sealed(table.name, number, *row) for row in rows) if one]
        if fresh:
            db.session.execute(change, fresh)
        done += len(fresh)
    return done


def _batches(table: Table, number: str) -> Iterator[list[Any]]:
    column, last = table.c[f"{number}_sealed"], 0
    wanted = select(table.c.id, table.c.uid, column).where(column.is_not(None)).order_by(table.c.id).limit(BATCH)
    while rows := list(db.session.execute(wanted.where(table.c.id > last)).all()):
        yield rows
        last = rows[-1][0]


def _sealed(table: str, number: str, key: int, uid: str, token: str) -> dict[str, Any] | None:
    place = f"{table}.{number}:{uid}"
    if _opened(token, place) is not None:
        return None
    former = (_opened(token, f"{name}.{number}:{uid}") for name in FORMER[table])
    plain = next((one for one in former if one is not None), None)
    return None if plain is None else {"key": key, "token": sealing_keys().seal(plain, place)}


def _opened(token: str, place: str) -> str | None:
    try:
        return keys().open(token, place)
    except SealBroken:
        return None
