"""While the calendar changes no period is reckoned by the old one: on SQLite writers come one by one anyway."""

from __future__ import annotations

from sqlalchemy import text

from app.core.db import db
from app.core.errors import NotNow

LOCK = 370_304_103
HOLD = text("SELECT pg_try_advisory_xact_lock_shared(:key)")
CHANGE = text("SELECT pg_advisory_xact_lock(:key)")
BUSY = "节假日表正在改，期限要按新的算。请过一会儿再办一次。"


def hold_calendar() -> None:
    """Until this transaction ends the calendar stays as it is.

    Raises `NotNow` while somebody changes it: waiting with a locked case in hand, the two could wait for each other.
    """
    if _is_shared() and not db.session.scalar(HOLD, {"key": LOCK}):
        raise NotNow(BUSY)


def change_calendar() -> None:
    """Wait for every transaction that reckons; until this one ends none begins."""
    if _is_shared():
        db.session.execute(CHANGE, {"key": LOCK})


def _is_shared() -> bool:
    return db.engine.dialect.name == "postgresql"
