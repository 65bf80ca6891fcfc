"""Freeze a paper: from now on it is printed as it stands here."""

from __future__ import annotations

from datetime import datetime

from app.core.db import db
from app.core.permissions import Actor
from app.papers.models.frozen import FrozenPaper, digest_of
from app.papers.queries.frozen import newest_row
from app.papers.registry.frozen_kinds import kind_of
from app.papers.rules.frozen_value import to_text
from app.papers.rules.paper import Paper


def freeze(paper: Paper, subject_id: int, *, actor: Actor | None, now: datetime) -> FrozenPaper:
    """Keep what a paper of a subject says as its next version; one that says what the last said changes nothing.

    The use case that fixes, seals or hands it out records the deed, behind the lock of its matter.  Raises KeyError for
    a paper that no room has entered, ValueError for a copy to read, `WrongKeys`.
    """
    if paper.reading is not None:
        raise ValueError("a copy to read is not what was handed out")
    kind, text = kind_of(type(paper)), to_text(paper)
    last = newest_row(kind, subject_id)
    if last is not None and last.digest == digest_of(text):
        return last
    row = FrozenPaper(
        subject_kind=kind.subject_kind,
        subject_id=subject_id,
        paper=kind.name,
        version=last.version + 1 if last else 1,
        frozen_at=now,
        frozen_by_id=actor.id if actor else None,
    )
    row.seal(text)
    db.session.add(row)
    db.session.flush()
    return row
