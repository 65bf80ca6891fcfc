"""Keep that a paper was printed, beside the request: a print never waits long, and a full disk keeps nobody's paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from app.core.beside import afterwards
from app.core.permissions import Actor
from app.papers.models.print_log import PrintedPage, PrintLog
from app.papers.rules.mark import Edition, mark_code, shown_of
from app.papers.rules.way import Way


def log_print(
    edition: Edition,
    title: str,
    digest: str,
    way: Way,
    number: int,
    *,
    pages: int,
    key: bytes | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the print when the answer is made; its pages by their marks, unless `key` is None and they bear none."""
    of = edition.of
    row = {
        "at": now,
        "account_id": actor.id,
        "printed_by": actor.display_name[:100],
        "subject_kind": of.subject_kind,
        "subject_id": of.subject_id,
        "paper": of.name,
        "title": title[:200],
        "version": edition.version,
        "digest": digest,
        "pages": pages,
        "way": way,
        "number": number,
    }
    codes = [mark_code(key, edition, page) for page in range(1, pages + 1)] if key else []

    def keep(connection: Connection) -> None:
        print_id = connection.scalar(insert(PrintLog).values(row).returning(PrintLog.id))
        marked = [
            {"print_id": print_id, "page": page, "shown": shown_of(code), "code": code}
            for page, code in enumerate(codes, start=1)
        ]
        if marked:
            connection.execute(insert(PrintedPage), marked)

    afterwards(keep, f"{actor.id} printed {of.name} of {of.subject_kind} {of.subject_id} ({way.value})")
