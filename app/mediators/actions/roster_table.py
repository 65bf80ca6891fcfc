"""A roster in a workbook or a text table: find the sheet and the header, hand out the cells by our field names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.core.errors import Invalid
from app.core.tables import Book, Line, Sheet, Value, as_text, read_book
from app.mediators.actions.roster_columns import (
    HEADER_WITHIN,
    NEEDED,
    column_name,
    field_of,
    looks_like_header,
    plain_header,
)

MOST_ROWS = 5_000


@dataclass(frozen=True)
class RawRow:
    """One row by our field names, with its line in the file."""

    line: int
    cells: dict[str, Value]


@dataclass(frozen=True)
class Source:
    """Where the rows stand, what was understood, and what was left out, in the file's own words."""

    file: str
    sheet: str
    """Empty in a text table, which has no sheets."""
    header_line: int
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    """The other sheets that hold something, each with why it was not read."""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What and its value, in order, for a page."""
        return [
            ("文件", self.file),
            *([("表", f"“{self.sheet}”")] if self.sheet else []),
            ("表头", f"第{self.header_line}行"),
            ("看懂的列", "、".join(self.columns)),
            ("没有用到的列", "、".join(self.unused) or "没有"),
            *([("没有读的表", "、".join(self.left_out))] if self.left_out else []),
        ]

    @property
    def sentence(self) -> str:
        """The same in one line."""
        parts = [f"读的是“{self.file}”{f'里的“{self.sheet}”表' if self.sheet else ''}，表头在第{self.header_line}行"]
        if self.unused:
            parts.append(f"没有用到的列：{'、'.join(self.unused)}")
        if self.left_out:
            parts.append(f"没有读的表：{'、'.join(self.left_out)}")
        return "；".join(parts) + "。"


@dataclass(frozen=True)
class RawTable:
    """The rows under the header, where they come from, and what serial numbers of days count from."""

    rows: tuple[RawRow, ...]
    source: Source
    day_zero: date | None = None


def read_table(name: str, content: bytes) -> RawTable:
    """The roster in a file: the first visible sheet that has a header.

    Takes as long as `app.core.tables.read_book`, and stands like it before the writing transaction.  Raises `Invalid`
    with a sentence for a file that cannot be read, without a header, or without one of the needed columns.
    """
    book = read_book(name, content)
    sheet, place = _with_header(book)
    header, *lines = sheet.lines[place:]
    columns, unused = _columns(header, sheet)
    if len(lines) > MOST_ROWS:
        raise Invalid(f"行数太多，一次最多{MOST_ROWS}人，请分成几个文件。")
    rows = tuple(RawRow(line.number, _cells(line, columns)) for line in lines)
    if not rows:
        raise Invalid(f"{_named(sheet)}表头下面一行也没有，请填好再导入。")
    told = tuple(_shown(header.cells[place]) for place in columns.values())
    file = name.replace("\\", "/").rsplit("/", 1)[-1][-60:]
    source = Source(file, sheet.name, header.number, told, unused, _left_out(book, sheet))
    return RawTable(rows, source, book.day_zero)


def _cells(line: Line, columns: dict[str, int]) -> dict[str, Value]:
    return {name: line.cells[place] for name, place in columns.items() if place < len(line.cells)}


def _shown(value: Value) -> str:
    return "".join(as_text(value).split())[:20]


def _named(sheet: Sheet) -> str:
    return f"“{sheet.name}”表的" if sheet.name else ""


def _with_header(book: Book) -> tuple[Sheet, int]:
    visible = [sheet for sheet in book.sheets if not sheet.is_hidden]
    for sheet in visible:
        for place, line in enumerate(sheet.lines[:HEADER_WITHIN]):
            if looks_like_header([as_text(cell) for cell in line.cells]):
                return sheet, place
    looked = f"看过的表：{'、'.join(f'“{sheet.name}”' for sheet in visible[:10])}。" if visible[1:] else ""
    hidden = "隐藏的表不读，要用请先取消隐藏。" if len(visible) < len(book.sheets) else ""
    raise Invalid(
        f"没有找到表头。前{HEADER_WITHIN}行里要有一行写着“姓名”“类别”这样的列名；可以下载模板照着填。{looked}{hidden}"
    )


def _columns(header: Line, sheet: Sheet) -> tuple[dict[str, int], tuple[str, ...]]:
    columns: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(header.cells):
        text = as_text(cell)
        name = field_of(text)
        if name is not None and name in columns:
            raise Invalid(f"{_named(sheet)}第{header.number}行有两列都是“{column_name(name)}”，请去掉一列。")
        if name is not None:
            columns[name] = place
        elif plain_header(text):
            unused.append(_shown(cell))
    _ask_for_needed(columns, header, sheet)
    return columns, tuple(unused)


def _ask_for_needed(columns: dict[str, int], header: Line, sheet: Sheet) -> None:
    missing = [column_name(name) for name in NEEDED if name not in columns]
    if missing:
        where = f"{_named(sheet)}第{header.number}行是表头，"
        raise Invalid(f"{where}少了这一列：{'、'.join(missing)}。可以下载模板照着填。")


def _left_out(book: Book, read: Sheet) -> tuple[str, ...]:
    def why(sheet: Sheet) -> str:
        return "隐藏的" if sheet.is_hidden else f"{len(sheet.lines)}行"

    others: Sequence[Sheet] = [sheet for sheet in book.sheets if sheet is not read]
    return tuple(f"“{sheet.name}”（{why(sheet)}）" for sheet in others if sheet.is_hidden or sheet.lines)
