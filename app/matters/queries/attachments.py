"""Reads of the files of matters; a file is seen with its matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.permissions import Actor, Subject
from app.matters.models.attachments import Attachment
from app.matters.registry.attachments import Attachments
from app.matters.registry.kinds import Kind, kinds
from app.matters.registry.subject_table import key_column

NO_SUCH_FILE = "没有这个附件。"


@dataclass(frozen=True)
class Filed:
    """A matter whose kind takes files: its row, and what the kind declares of them."""

    kind: Kind[Any]
    row: Any
    declared: Attachments[Any]

    @property
    def link(self) -> str:
        """The address of its page."""
        return self.kind.rows.page(self.row)


def of_matter(subject: Subject) -> ColumnElement[bool]:
    """The condition on `Attachment` for one matter."""
    return and_(Attachment.subject_kind == subject.subject_kind, Attachment.subject_id == subject.id)


def attachments_of(subject: Subject) -> Sequence[Attachment]:
    """The files of a matter, in the order in which they came."""
    return db.session.scalars(select(Attachment).where(of_matter(subject)).order_by(Attachment.id)).all()


def count_of(subject: Subject) -> int:
    """How many files a matter has."""
    return db.session.scalar(select(func.count()).select_from(Attachment).where(of_matter(subject))) or 0


def begins_a_sending(row: Attachment) -> bool:
    """Whether a file is the first of those of one material that were handed in together."""
    same = (
        Attachment.subject_kind == row.subject_kind,
        Attachment.subject_id == row.subject_id,
        Attachment.kind == row.kind,
        Attachment.entered_at == row.entered_at,
    )
    return db.session.scalar(select(func.min(Attachment.id)).where(*same)) == row.id


def get_attachment(subject: Subject, attachment_id: int) -> Attachment:
    """A file of this very matter.  Raises `NotFound`."""
    found = db.session.get(Attachment, attachment_id)
    if found is None or (found.subject_kind, found.subject_id) != (subject.subject_kind, subject.id):
        raise NotFound(NO_SUCH_FILE)
    return found


def declared_for(subject: Subject) -> Attachments[Any]:
    """What files the matter's kind takes.  Raises `LookupError` for a kind that takes none."""
    declared = kinds()[subject.subject_kind].attachments
    if declared is None:
        raise LookupError(f"{subject.subject_kind} takes no files")
    return declared


def find_filed(kind_name: str, subject_id: int, *, for_: Actor) -> Filed:
    """A matter the account may see, of a kind that takes files.  Raises `NotFound`."""
    kind = kinds().get(kind_name)
    if kind is None or kind.attachments is None:
        raise NotFound(OUT_OF_SIGHT)
    table = kind.rows.table
    row = db.session.scalar(select(table).where(key_column(table) == subject_id, kind.rows.sight(for_)))
    if row is None:
        raise NotFound(OUT_OF_SIGHT)
    return Filed(kind, row, kind.attachments)


def filed_named(kind_name: str, public_id: str, *, for_: Actor) -> Filed:
    """The same by what an address names.  Raises `NotFound`."""
    kind = kinds().get(kind_name)
    return find_filed(kind_name, kind.rows.key_of(public_id) if kind else 0, for_=for_)


def find_attachment(attachment_id: int, *, for_: Actor) -> tuple[Attachment, Filed]:
    """A file and its matter, which the account may see.  Raises `NotFound`, alike when there is no such file."""
    found = db.session.get(Attachment, attachment_id)
    if found is None:
        raise NotFound(OUT_OF_SIGHT)
    return found, find_filed(found.subject_kind, found.subject_id, for_=for_)


def may_open(one: Attachment, filed: Filed, actor: Actor) -> bool:
    """Whether the account may open a file of a matter it sees."""
    return filed.declared.may_open(filed.row, one.kind, actor)
