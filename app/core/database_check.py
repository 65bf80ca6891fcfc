"""Whether the SQLite file is whole, asked of SQLite itself (`PRAGMA quick_check`), and the mark of one that is not.

The check reads the whole file, so that it takes longer with every case.  A start that follows a clean stop does not
make it; one after a power cut or a kill makes it for some seconds; the clockwork makes it whole once a day, beside its
work.
What it finds is kept as a small file in the data folder, because a damaged database may take no row any more: pages and
`/healthz` say it from there, and the next start asks anew.  PostgreSQL watches its pages itself (data checksums).
"""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

MARK = "database-damaged.txt"
STEPS = 10_000
"""Instructions of SQLite's machine between two looks at the clock: some milliseconds."""
LONGEST_SAID = 300


class NotFinished(Exception):
    """The check was given up when its time was over; nothing wrong was found until then."""


def damage_of(database: Path, *, seconds: float | None = None) -> str | None:
    """What SQLite finds wrong with a file, its first words; None for a sound or a missing one.

    `seconds` bounds the time.  Raises `NotFinished` when that is over, `sqlite3.OperationalError` when the file cannot
    be opened.
    """
    if not database.is_file():
        return None
    ends = None if seconds is None else time.monotonic() + seconds
    with closing(sqlite3.connect(database)) as connection:
        if ends is not None:
            connection.set_progress_handler(lambda: time.monotonic() > ends, STEPS)
        try:
            said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code == sqlite3.SQLITE_INTERRUPT:
                raise NotFinished from None
            if code not in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
                raise
            said = str(error)
    return None if said == "ok" else str(said)[:LONGEST_SAID]


def mark_damage(folder: Path, said: str | None) -> None:
    """Keep what was found for everybody who asks; None takes the mark away.  Raises OSError."""
    place = folder / MARK
    if said is None:
        place.unlink(missing_ok=True)
        return
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"{said}\n")


def is_marked(folder: Path) -> bool:
    """Whether the last check found damage; one look at the folder."""
    return (folder / MARK).exists()
