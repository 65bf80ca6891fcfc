"""Workbooks and text tables as offices send them, read into plain values.

Read by python-calamine (.xlsx, .xls, .ods, .et) or as CSV in a process of its own (`app/core/apart.py`,
`app/core/tables/reader.py`), so that neither a bomb nor a fault of a library reaches the server.  The type of a cell is
evidence and is kept: text, number, day, yes/no, error, nothing.
"""

from __future__ import annotations

from app.core.tables.read import FORMATS, LARGEST, read_book
from app.core.tables.values import Book, Line, Mark, Sheet, Value, as_day, as_text, is_cut

__all__ = [
    "FORMATS",
    "LARGEST",
    "Book",
    "Line",
    "Mark",
    "Sheet",
    "Value",
    "as_day",
    "as_text",
    "is_cut",
    "read_book",
]
