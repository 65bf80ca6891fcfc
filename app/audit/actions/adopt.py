"""Rows that stood before the chain vouched for them: taken in once, as they are on that day."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import islice

from sqlalchemy import select

from app.audit.actions.heard import ADOPTED
from app.audit.actions.record import append_for_chain, lock_head
from app.audit.models import AdoptedTable
from app.audit.models.content import Content
from app.audit.models.witness import covered, digest_of, key_of, label_of, witnessed_tables
from app.core.crypto import sealing_keys
from app.core.db import Model, db

ROWS_AN_ENTRY = 5_000


def all_covered() -> bool:
    """Whether the chain knows every table; one small statement whatever the number of rows."""
    return not _new_tables()


def adopt_tables(now: datetime) -> int:
    """Let the chain vouch for every table it does not know yet; returns how many.  Does nothing a second time."""
    lock_head()  # of two servers that begin at once the second finds nothing left
    new = _new_tables()
    for model in new:
        _adopt(model, now)
    if new:
        append_for_chain(ADOPTED, Content(detail={"labels": [label_of(model) for model in new]}), "", now=now)
    return len(new)


def _new_tables() -> list[type[Model]]:
    known = set(db.session.scalars(select(AdoptedTable.label)))
    return [model for model in witnessed_tables() if label_of(model) not in known]


def _adopt(model: type[Model], now: datetime) -> None:
    label, key = label_of(model), sealing_keys().chain_key
    rows = db.session.connection().execute(select(*covered(model)), execution_options={"yield_per": 1_000}).mappings()
    digests = ((key_of(model, row), digest) for row in rows if (digest := digest_of(key, model, row)) is not None)
    part = 0
    while chunk := dict(islice(digests, ROWS_AN_ENTRY)):
        part += 1
        detail: dict[str, object] = {"label": label, "part": part, "rows": len(chunk)}
        told = json.dumps({label: chunk}, sort_keys=True, separators=(",", ":"))
        append_for_chain(ADOPTED, Content(detail=detail), told, now=now)
    db.session.add(AdoptedTable(label=label, adopted_at=now))
    db.session.flush()
