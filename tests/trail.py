"""The audit trail as a whole, for tests that end with it: the chain, every row it vouches for, every frozen paper."""

from __future__ import annotations

from itertools import chain

from sqlalchemy import Connection

from app.audit.actions.verify import verify
from app.core.crypto import keys
from app.papers.actions.verify_frozen import frozen_faults


def trail_fault(connection: Connection) -> str | None:
    """None when `flask audit verify` finds nothing; else its first finding."""
    return next(chain(verify(connection, keys()), frozen_faults()), None)
