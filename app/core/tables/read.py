"""A file as somebody sent it, to plain values: judged by its first bytes, read apart."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from app.core.apart import Sentences, read_apart
from app.core.errors import Invalid
from app.core.foreign import reading_foreign_file
from app.core.tables.values import Book, Line, Mark, Sheet, Value

LARGEST = 5_000_000
FORMATS = (".xlsx", ".xls", ".et", ".ods", ".csv")
"""What is read; .et is what WPS calls its .xls."""
READER = Path(__file__).with_name("reader.py")
UNREADABLE = "这个文件打不开，可能坏了，或者没有传完。请用 Excel（WPS）打开，另存为“.xlsx”，再试一次。"
TOO_MUCH = (
    "这个文件读不下来，可能展开以后太大，也可能坏了。常见的原因是表格最底下或者最右边还有格子写着东西。"
    "请新建一个表，只把要用的这几行复制过去，另存以后再试。"
)
WEB_PAGE = "这个文件其实是网页，只是名字写成了表格。请用 Excel（WPS）打开，另存为“.xlsx”，再试一次。"
_WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")
_SAID = Sentences(UNREADABLE, TOO_MUCH)


def read_book(name: str, content: bytes) -> Book:
    """The sheets of a workbook (.xlsx, .xls, .et, .ods) or of a text table (.csv); the content decides, not the ending.

    Every line with something in it is there, with its number in the file.  Raises `Invalid` with a sentence for what
    is empty, too large, of another kind, damaged, locked by a password, or longer or wider than a list of people is.
    Takes up to half a minute: never called inside a writing transaction.
    """
    if not name.lower().endswith(FORMATS):
        raise Invalid(f"只能读 Excel（WPS）表格或者 CSV 文件（{'、'.join(FORMATS)}）。")
    if len(content) > LARGEST:
        raise Invalid(f"文件太大，最多{LARGEST // 1_000_000}兆。请去掉图片，或者分成几个文件。")
    if not content:
        raise Invalid("文件是空的，请重新选。")
    if _WEB_PAGE.match(content[:200]):
        raise Invalid(WEB_PAGE)
    is_text = name.lower().endswith(".csv")
    with reading_foreign_file(UNREADABLE):
        said = json.loads(read_apart(READER, (b"csv\n" if is_text else b"book\n") + content, _SAID))
        if "refused" in said:
            raise Invalid(str(said["refused"]))
        return _book(said)


def _book(said: dict[str, Any]) -> Book:
    sheets = tuple(
        Sheet(
            str(sheet["name"]),
            bool(sheet["is_hidden"]),
            tuple(Line(int(number), tuple(_value(cell) for cell in cells)) for number, cells in sheet["lines"]),
        )
        for sheet in said["sheets"]
    )
    return Book(sheets, date.fromisoformat(said["day_zero"]) if said["day_zero"] else None)


def _value(said: Any) -> Value:
    """A cell as the reader writes it: plain JSON, ``{"day": "2024-03-01"}`` or ``{"error": true}``."""
    if isinstance(said, dict):
        return date.fromisoformat(said["day"]) if "day" in said else Mark.ERROR
    return said if isinstance(said, str | int | float | bool) else None
