"""The files of a matter as its page lists them (templates/macros/files.html)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.accounts.queries import names_of
from app.core import pages
from app.core.pages import chinese_date, chinese_moment
from app.core.permissions import Actor, Subject
from app.matters.models.attachments import Attachment
from app.matters.queries.attachments import attachments_of, declared_for
from app.matters.registry.attachments import Attachments


class Filing(Subject, Protocol):
    """A matter that takes files, as its page names it."""

    @property
    def public_id(self) -> str: ...


@dataclass(frozen=True)
class FileShown:
    """One file; ``href`` and ``thumbnail`` are addresses, empty where the reader may not open it or there is none."""

    name: str
    material: str
    taken_on: str
    typed: str
    href: str
    thumbnail: str


@dataclass(frozen=True)
class FilesShown:
    """All files of a matter; ``add`` is where more are handed in, empty when the reader may not."""

    files: Sequence[FileShown]
    shut: str
    """What stands beside a file that the reader may not open."""
    add: str


def files_shown(subject: Filing, actor: Actor) -> FilesShown:
    """What a page shows of the files of a matter that the actor sees."""
    declared, rows = declared_for(subject), attachments_of(subject)
    names = names_of({row.typed_by_id for row in rows})
    takes = declared.takes(subject, actor)
    return FilesShown(
        files=[_shown(row, declared, names.get(row.typed_by_id, ""), subject, actor) for row in rows],
        shut=declared.shut,
        add=pages.address("matters.attach", kind=subject.subject_kind, public_id=subject.public_id) if takes else "",
    )


def _shown(row: Attachment, declared: Attachments[Any], typist: str, subject: Subject, actor: Actor) -> FileShown:
    is_open = declared.may_open(subject, row.kind, actor)
    has_picture = is_open and row.thumbnail is not None
    return FileShown(
        name=row.name,
        material=declared.materials.get(row.kind, "其他"),
        taken_on=chinese_date(row.taken_on),
        typed=f"{typist}{chinese_moment(row.entered_at)}存的",
        href=pages.address("matters.attachment", attachment_id=row.public_id) if is_open else "",
        thumbnail=pages.address("matters.thumbnail", attachment_id=row.public_id) if has_picture else "",
    )
