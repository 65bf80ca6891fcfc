"""The head of the chain, given out: on backups, in the daily digest, on the monthly sheet.

Whoever has the database and the key file can write the whole chain anew, and nothing in the database would show it.
What is outside (paper with two signatures, somebody's mail) they cannot reach: a copy that no longer fits is the proof
(等保 安全审计; ASVS 5.0, 16.4.3).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select

from app.audit.models import HeadCopy, HeadWay
from app.audit.queries import Head, head
from app.core.beside import write_beside
from app.core.clock import local
from app.core.db import db


def give_out_head(way: HeadWay, *, now: datetime) -> Head | None:
    """The head, with a note that a copy of it left the house; None while the chain is empty."""
    db.session.flush()
    found = head(db.session.connection())
    if found is not None:
        db.session.add(HeadCopy(entry_id=found.number, hash=found.hash, way=way, given_at=now))
        db.session.flush()
    return found


def head_of_the_day(now: datetime) -> Head | None:
    """The head that all of a day's digests name; None while the chain is empty."""
    given = select(HeadCopy).where(HeadCopy.way == HeadWay.DIGEST).order_by(HeadCopy.id.desc()).limit(1)
    last = db.session.scalar(given)
    if last is not None and local(last.given_at).date() == local(now).date():
        return Head(last.entry_id, last.hash, last.given_at)
    return give_out_head(HeadWay.DIGEST, now=now)


def note_backup(number: int, digits: str, *, now: datetime) -> None:
    """Note that a backup carries this head; where nothing can be written any more, the backup is made all the same."""
    copy = {"entry_id": number, "hash": digits, "way": HeadWay.BACKUP, "given_at": now}
    write_beside(insert(HeadCopy), [copy])
