"""The audit trail as a whole, for tests that end with it: the chain, and every row it vouches for."""

from __future__ import annotations

from sqlalchemy import Connection

from app.audit.actions.verify import verify
from app.core.crypto import keys


def trail_fault(connection: Connection) -> str | None:
    """None when `flask audit verify` finds nothing; else its first finding."""
    return next(iter(verify(connection, keys())), None)
