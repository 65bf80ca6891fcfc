"""What happened in matters: their entries, newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.core.db import db
from app.matters.models.entries import Entry
from app.matters.rules.told import Audience
from app.processes.registry import Key


def _of(matters: Collection[Key], *, sees_all: bool) -> Sequence[ColumnElement[bool]]:
    ids: dict[str, list[int]] = {}
    for kind, subject_id in matters:
        ids.setdefault(kind, []).append(subject_id)
    about = or_(*(and_(Entry.subject_kind == kind, Entry.subject_id.in_(found)) for kind, found in ids.items()))
    return [about] if sees_all else [about, Entry.audience == Audience.EVERYONE]


def count_entries(matters: Collection[Key], *, sees_all: bool) -> int:
    """How many lines a reader finds of these matters."""
    return db.session.scalar(select(func.count()).select_from(Entry).where(*_of(matters, sees_all=sees_all))) or 0


def entries_of(
    matters: Collection[Key], *, sees_all: bool, offset: int = 0, limit: int | None = None
) -> Sequence[Entry]:
    """Lines of these matters, newest first: by the minute in which it happened, then by when it was entered.

    A matter at least.  What only the desk reads is left out unless the reader `sees_all`.
    """
    found: Select[Entry] = select(Entry).where(*_of(matters, sees_all=sees_all))
    order = (Entry.occurred_at.desc(), Entry.entered_at.desc(), Entry.id.desc())
    return db.session.scalars(found.order_by(*order).offset(offset).limit(limit)).all()


def newest_outcomes(matters: Collection[Key]) -> Mapping[Key, Entry]:
    """Of each of these matters the newest line that says what came of something, as everybody reads it."""
    if not matters:
        return {}
    came = (*_of(matters, sees_all=False), Entry.outcome != "")
    newest = select(func.max(Entry.id)).where(*came).group_by(Entry.subject_kind, Entry.subject_id)
    found = db.session.scalars(select(Entry).where(Entry.id.in_(newest)))
    return {(one.subject_kind, one.subject_id): one for one in found}
