"""Which files a database names, of whatever version it is; every table whose rows stand for files is known here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Integer, String, column, inspect, null, select, table

ATTACHMENT, AT_ONCE = "attachment", 200
PLAIN_COLUMN, NAME_COLUMN = "sha256", "stored_as"
"""Until version 0005 an attachment named its file by a column of its own."""


@dataclass(frozen=True)
class KeptFile:
    """A row that stands for a file (`app.core.files.Kept`)."""

    id: int
    case_id: int
    stored_as: str
    content_mac: str | None

    @property
    def matter(self) -> str:
        """As `app.cases.models.records.Attachment` has it."""
        return f"case:{self.case_id}"

    @property
    def words(self) -> str:
        """How a report names it: without the name of anybody."""
        return f"案件（编号 {self.case_id}）的附件（编号 {self.id}）"


def kept_files(connection: Connection) -> Iterator[KeptFile]:
    """Every file that a row names, a few rows at a time."""
    seen = inspect(connection)
    if not seen.has_table(ATTACHMENT):
        return
    is_old = PLAIN_COLUMN in {one["name"] for one in seen.get_columns(ATTACHMENT)}
    name = column(PLAIN_COLUMN if is_old else NAME_COLUMN, String)
    mac = null() if is_old else column("content_mac", String)
    number = column("id", Integer)
    asked = select(number, column("case_id", Integer), name, mac).select_from(table(ATTACHMENT)).order_by(number)
    with connection.execute(asked.execution_options(yield_per=AT_ONCE)) as found:
        for row in found:
            yield KeptFile(*row)
