"""Whether the keys at hand are those the database was sealed with.

A database names its ring by a fingerprint from the first sealed value on.  With other keys, or none, nothing is opened
and nothing more is sealed: what a second ring sealed would be unreadable once the right file is back.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection, String, column, insert, inspect, null, select, table
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db
from app.core.errors import DomainError
from app.core.key_ring import KeyRing
from app.core.sealed_columns import sealed_columns_in

CHECKED, NAMED = "key_ring_is_the_databases", "key_ring_is_named"


class KeyRingName(Model):
    """The ring that sealed this database's values, and which of its keys seals now; at most one row."""

    __tablename__ = "key_ring"

    fingerprint: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealing_key: Mapped[str | None] = mapped_column(String(40))
    """The id of the newest field key (None: from before it was noted).  A ring without it is an older one put back."""
    named_at: Mapped[datetime]


class WrongKeys(DomainError):
    """The database was sealed with other keys than those at hand (503)."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            "密钥文件不是这个数据库现在用的那一份，身份证号、电话和附件打不开，也不能再存新的。"
            "请马上告诉管理员把原来的 keys.json 放回来；已经存好的都还在。"
        )


def belongs(connection: Connection, ring: KeyRing) -> bool:
    """Whether the ring is the one a database names, or, where none is named, opens what is sealed in it.

    A database without tables or without a sealed value belongs to any ring.
    """
    return _proof(connection, ring) is not False


def _proof(connection: Connection, ring: KeyRing) -> bool | None:
    """True for the database's own ring, False for another or an older one; None when nothing is sealed yet."""
    named = _named(connection)
    if named is None:
        return _opens(connection, ring)
    fingerprint, sealing_key = named
    return fingerprint == ring.fingerprint and (sealing_key is None or sealing_key in ring.fields)


def _named(connection: Connection) -> tuple[str, str | None] | None:
    """Fingerprint and newest key, as a database of any version has them."""
    name, seen = KeyRingName.__tablename__, inspect(connection)
    if not seen.has_table(name):
        return None
    columns = {one["name"] for one in seen.get_columns(name)}
    newest = column("sealing_key", String) if "sealing_key" in columns else null()
    row = connection.execute(select(column("fingerprint", String), newest).select_from(table(name))).first()
    return None if row is None else (row[0], row[1])


def _opens(connection: Connection, ring: KeyRing) -> bool | None:
    """Whether one value of every sealed column opens; None when there is none."""
    opened = None
    for one in sealed_columns_in(connection):
        row = connection.execute(one.rows().limit(1)).mappings().first()
        if row is not None and not one.opens(ring, row):
            return False
        opened = opened if row is None else True
    return opened


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
        named = insert(KeyRingName).values(
            fingerprint=ring.fingerprint, sealing_key=ring.sealing_key, named_at=clock.now()
        )
        db.session.connection().execute(named)
    else:
        current_app.extensions[NAMED] = True
    return ring
