"""The flow whose step is being answered: what the answer ends beside it leaves this one to its own answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.core.db import db
from app.processes.models import Process

ANSWERED = "answered_flow"


@contextmanager
def being_answered(process: Process) -> Iterator[None]:
    """While the handler of a step of this flow runs."""
    db.session.info[ANSWERED] = process.id
    try:
        yield
    finally:
        db.session.info.pop(ANSWERED, None)


def is_being_answered(process: Process) -> bool:
    """Whether a step of this flow is being answered now."""
    return bool(db.session.info.get(ANSWERED) == process.id)
