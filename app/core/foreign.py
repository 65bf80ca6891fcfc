"""What strangers made is read behind one guard: whatever a reader raises is a sentence, and never a broken page.

A file from outside can make its reader raise anything; a list of what Pillow or a reader of workbooks raised last time
is always one exception short.  This is therefore the one place where everything is taken for "cannot be read".
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType

from app.core.errors import DomainError, Invalid

watchers: list[Callable[[], None]] = []
"""Called before anything foreign is read; the tests enter one that fails inside a writing transaction."""
GOES_ON = (DomainError, KeyboardInterrupt, SystemExit, GeneratorExit)
"""What the guard lets through: our own refusals, and the wish to stop."""
_log = logging.getLogger(__name__)


class _Guard(AbstractContextManager[None]):
    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __enter__(self) -> None:
        for watch in watchers:
            watch()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, GOES_ON):
            return
        _log.warning("a foreign file could not be read: %s", type(error).__name__)
        raise Invalid(self.sentence) from error


def reading_foreign_file(sentence: str) -> AbstractContextManager[None]:
    """Guard the lines that read what somebody sent: ``with reading_foreign_file("这个文件打不开……"):``.

    Raises `Invalid` with the sentence for whatever the reader raises, also what is no `Exception` (a panic of a
    library in Rust, `MemoryError`, `RecursionError`).  Refusals of our own (`DomainError`) keep their sentence.  Only
    the reader stands inside: no query, no write.  It is entered *before* the writing transaction begins.
    """
    return _Guard(sentence)
