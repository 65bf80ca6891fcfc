"""What an application writes into its log, line by line, as an office would find it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from app.core.logs import JsonLines
from app.core.not_stored import sparingly


class Kept(logging.Handler):
    """Formatted lines, in a list."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def log_of(app: Flask) -> Iterator[list[str]]:
    """The lines written meanwhile; faults that were just told are told anew."""
    kept = Kept()
    app.logger.addHandler(kept)
    sparingly.last.clear()
    try:
        yield kept.lines
    finally:
        app.logger.removeHandler(kept)
