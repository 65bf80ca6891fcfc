"""What was frozen: of one subject, and all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import DomainError
from app.core.key_ring import SealBroken
from app.papers.models.frozen import FrozenPaper
from app.papers.registry.frozen_kinds import FrozenKind, kind_of
from app.papers.rules.frozen_value import UnknownValue, from_text
from app.papers.rules.paper import Paper

AnyPaper = TypeVar("AnyPaper", bound=Paper)
AT_ONCE = 200
UNREADABLE = "留存的文书打不开，或者被人改过，不能打印；请马上告诉管理员，先不要改动任何东西。"


class Unreadable(DomainError):
    """A frozen value that does not open, is another one, or that this program cannot read (503)."""

    status = 503


def frozen(value: type[AnyPaper], subject_id: int) -> AnyPaper | None:
    """What this paper of a subject said when it was last frozen; None when it never was.

    Raises `Unreadable`, `WrongKeys`.
    """
    row = newest_row(kind_of(value), subject_id)
    return None if row is None else read(value, lambda: row.text)


def read(value: type[AnyPaper], open_text: Callable[[], str]) -> AnyPaper:
    """The value in a text that is kept sealed, wherever that is.  Raises `Unreadable`, `WrongKeys`."""
    try:
        return from_text(value, open_text())
    except (SealBroken, UnknownValue) as unreadable:
        raise Unreadable(UNREADABLE) from unreadable


def newest_row(kind: FrozenKind, subject_id: int) -> FrozenPaper | None:
    """The last freezing of a paper of a subject."""
    about = (FrozenPaper.subject_kind == kind.subject_kind, FrozenPaper.subject_id == subject_id)
    found = select(FrozenPaper).where(*about, FrozenPaper.paper == kind.name)
    return db.session.scalars(found.order_by(FrozenPaper.version.desc()).limit(1)).first()


def all_versions(kind: FrozenKind, subject_id: int) -> list[FrozenPaper]:
    """Every freezing of a paper of a subject, the first one first."""
    about = (FrozenPaper.subject_kind == kind.subject_kind, FrozenPaper.subject_id == subject_id)
    found = select(FrozenPaper).where(*about, FrozenPaper.paper == kind.name)
    return list(db.session.scalars(found.order_by(FrozenPaper.version)))


def every_row() -> Iterator[tuple[FrozenPaper, bool]]:
    """Every freezing with whether it is the last of its paper and subject, a few in memory at a time."""
    of_one = (FrozenPaper.subject_kind, FrozenPaper.subject_id, FrozenPaper.paper)
    last = set(db.session.scalars(select(func.max(FrozenPaper.id)).group_by(*of_one)))
    rows = select(FrozenPaper).order_by(FrozenPaper.id).execution_options(yield_per=AT_ONCE)
    for row in db.session.scalars(rows):
        yield row, row.id in last


def frozen_subjects(kind: FrozenKind) -> set[int]:
    """The subjects of which this paper was ever frozen."""
    about = (FrozenPaper.subject_kind == kind.subject_kind, FrozenPaper.paper == kind.name)
    return set(db.session.scalars(select(FrozenPaper.subject_id).where(*about).distinct()))
