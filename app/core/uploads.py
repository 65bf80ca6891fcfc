"""Files of a request are read before its writing transaction begins: a bomb costs its sender's time, nobody else's.

The only place that looks at the files of a request for attachments; a view that wants some wears `@reads_files_first`
and asks `sent`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import g, request
from werkzeug.datastructures import FileStorage

from app.core.db import db
from app.core.errors import DomainError, Invalid
from app.core.files import Prepared, prepare
from app.core.transaction import WRITING, begin_writing, begins_late

P = ParamSpec("P")
R = TypeVar("R")
MOST_AT_ONCE = 30
TOO_MANY = f"一次最多传{MOST_AT_ONCE}个文件，请分几次传。"


@dataclass(frozen=True)
class Upload:
    """A file that came with the request: its field, its name, and what was made of it or why it was refused."""

    field: str
    name: str
    read: Prepared | DomainError

    @property
    def file(self) -> Prepared:
        """The file.  Raises the refusal with its sentence, also at the field."""
        if isinstance(self.read, DomainError):
            raise type(self.read)(self.read.sentence, {self.field: self.read.sentence})
        return self.read


def reads_files_first(*fields: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a view that takes files in these fields: they are read first, then its writing transaction begins."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def reading_first(*args: P.args, **named: P.kwargs) -> R:
            if request.method in WRITING:
                db.session.rollback()
                g.uploads = {field: _read_all(field) for field in fields}
                begin_writing()
            return view(*args, **named)

        return begins_late(reading_first)

    return mark


def sent(field: str) -> list[Upload]:
    """The files that were sent in a field, read already; those without a name were not chosen at all."""
    found: list[Upload] = g.uploads[field]
    return found


def _read_all(field: str) -> list[Upload]:
    chosen = [one for one in request.files.getlist(field) if one.filename]
    if len(chosen) > MOST_AT_ONCE:
        return [Upload(field, "", Invalid(TOO_MANY))]
    return [Upload(field, one.filename or "", _read(one)) for one in chosen]


def _read(one: FileStorage) -> Prepared | DomainError:
    try:
        return prepare(one.stream.read())
    except DomainError as refused:
        return refused
