"""Which files a database names, of whatever version it is; every table whose rows stand for files is known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, String, column, inspect, literal, null, select, table
from sqlalchemy.sql import ColumnElement

ATTACHMENT, AT_ONCE = "attachment", 200
OF_ACCUSATIONS = "accusation_attachment"
TABLES = (ATTACHMENT, OF_ACCUSATIONS)
PLAIN_COLUMN, NAME_COLUMN = "sha256", "stored_as"
"""Until version 0005 an attachment named its file by a column of its own."""
THUMBNAIL_COLUMN = "thumbnail_as"
SUBJECTS = {"case": "案件", "petition": "信访件", "letter": "文书"}
"""What the kinds of matter that take files are called."""


@dataclass(frozen=True)
class KeptFile:
    """A file that a row stands for (`app.core.files.Kept`)."""

    id: int
    subject_kind: str
    subject_id: int
    stored_as: str
    content_mac: str | None
    is_thumbnail: bool = False

    @property
    def matter(self) -> str:
        """As `app.matters.models.attachments.SealedFile` has it."""
        return f"{self.subject_kind}:{self.subject_id}"

    @property
    def words(self) -> str:
        """How a report names it: without the name of anybody, and without the matter when that is closed."""
        whose = SUBJECTS.get(self.subject_kind)
        if whose is None:
            return f"密封保存的附件（编号 {self.id}）"
        return f"{whose}（编号 {self.subject_id}）的附件（编号 {self.id}）{'的缩略图' if self.is_thumbnail else ''}"


def kept_files(connection: Connection) -> Iterator[KeptFile]:
    """Every file that a row names, a few rows at a time."""
    seen = inspect(connection)
    for name in TABLES:
        if seen.has_table(name):
            yield from _named_in(connection, name, {one["name"] for one in seen.get_columns(name)})


def _whose(there: set[str]) -> tuple[ColumnElement[str], ColumnElement[int]]:
    """Kind and id of the matter of a row: those of disputes alone, and of accusations, say it by one column."""
    for kind in ("case", "accusation"):
        if f"{kind}_id" in there:
            return literal(kind), column(f"{kind}_id", Integer)
    return column("subject_kind", String), column("subject_id", Integer)


def _named_in(connection: Connection, name: str, there: set[str]) -> Iterator[KeptFile]:
    is_old, whose = PLAIN_COLUMN in there, _whose(there)
    file = column(PLAIN_COLUMN if is_old else NAME_COLUMN, String), null() if is_old else column("content_mac", String)
    has_small = THUMBNAIL_COLUMN in there
    small = [column(one, String) if has_small else null() for one in (THUMBNAIL_COLUMN, "thumbnail_mac")]
    number = column("id", Integer)
    asked = select(number, *whose, *file, *small).select_from(table(name)).order_by(number)
    with connection.execute(asked.execution_options(yield_per=AT_ONCE)) as found:
        for row in found:
            yield KeptFile(*row[:5])
            if row[5] is not None:
                yield KeptFile(row[0], row[1], row[2], row[5], row[6], is_thumbnail=True)
