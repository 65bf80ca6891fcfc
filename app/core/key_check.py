"""Whether the keys at hand are those the database was sealed with.

A database names its ring by a fingerprint from the first sealed value on.  With other keys, or none, nothing is opened
and nothing more is sealed: what a second ring sealed would be unreadable once the right file is back.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, String, column, insert, inspect, select, table
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db
from app.core.errors import DomainError
from app.core.key_ring import KeyRing, SealBroken

CHECKED, NAMED = "key_ring_is_the_databases", "key_ring_is_named"
SEALED = "_sealed"
OF_A_ROW = frozenset({"id_number_sealed", "phone_sealed"})
"""Sealed columns whose place is the row's uid; of others the key id in the token is all that is looked at."""


class KeyRingName(Model):
    """The fingerprint of the ring that sealed this database's values; at most one row."""

    __tablename__ = "key_ring"

    fingerprint: Mapped[str] = mapped_column(String(32), primary_key=True)
    named_at: Mapped[datetime]


class WrongKeys(DomainError):
    """The database was sealed with other keys than those at hand (503)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "密钥文件不是这个数据库的那一份，身份证号和电话打不开，也不能再存新的。"
            "请马上告诉管理员把原来的 keys.json 放回来；已经存好的都还在。"
        )


def belongs(connection: Connection, ring: KeyRing) -> bool:
    """Whether the ring is the one a database names, or, where none is named, opens what is sealed in it.

    A database without tables or without a sealed value belongs to any ring.
    """
    return _proof(connection, ring) is not False


def _proof(connection: Connection, ring: KeyRing) -> bool | None:
    """True for the database's own ring, False for another; None when nothing is sealed yet."""
    name = _named(connection)
    return _opens(connection, ring) if name is None else name == ring.fingerprint


def _named(connection: Connection) -> str | None:
    if not inspect(connection).has_table(KeyRingName.__tablename__):
        return None
    return connection.scalar(select(KeyRingName.fingerprint))


def _opens(connection: Connection, ring: KeyRing) -> bool | None:
    """Whether one value of every sealed column opens; None when there is none."""
    seen, opened = inspect(connection), None
    for name in seen.get_table_names():
        columns = {one["name"] for one in seen.get_columns(name)}
        for sealed in sorted(one for one in columns if one.endswith(SEALED)):
            place = "uid" if sealed in OF_A_ROW and "uid" in columns else sealed
            token, bound = column(sealed, String), column(place, String)
            asked = select(token, bound).select_from(table(name)).where(token.is_not(None)).limit(1)
            row = connection.execute(asked).first()
            if row is None:
                continue
            if not ring.holds(row[0]) or (place == "uid" and not _opens_one(ring, row[0], name, sealed, row[1])):
                return False
            opened = True
    return opened


def _opens_one(ring: KeyRing, token: str, name: str, sealed: str, uid: str) -> bool:
    try:
        ring.open(token, f"{name}.{sealed.removesuffix(SEALED)}:{uid}")
    except SealBroken:
        return False
    return True


def checked_ring() -> KeyRing:
    """The application's ring; the database is asked until it has proven it, once a process.  Raises `WrongKeys`."""
    ring: KeyRing = current_app.config["KEY_RING"]
    if CHECKED not in current_app.extensions:
        proof = _proof(db.session.connection(), ring)
        if proof is False:
            raise WrongKeys
        if proof:
            current_app.extensions[CHECKED] = True
    return ring


def ring_for_sealing() -> KeyRing:
    """The application's ring before it seals: kept in its file, and named by the database.

    Raises `WrongKeys`, also when another program kept another ring in the same moment; `OSError`.
    """
    ring = checked_ring()
    if NAMED in current_app.extensions:
        return ring
    if _named(db.session.connection()) is None:
        place = Path(current_app.config["KEY_FILE"])
        if not ring.keep(place) and KeyRing.read(place) != ring:
            raise WrongKeys
        named = insert(KeyRingName).values(fingerprint=ring.fingerprint, named_at=clock.now())
        db.session.connection().execute(named)
    else:
        current_app.extensions[NAMED] = True
    return ring
