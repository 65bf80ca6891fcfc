"""Read a spreadsheet or a CSV file as an office made it: find the header, hand out the cells by our field names."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.core.errors import Invalid
from app.mediators.roster_columns import (
    HEADER_WITHIN,
    IGNORED,
    NEEDED,
    column_name,
    field_of,
    looks_like_header,
    plain_header,
)

LARGEST = 5_000_000
LARGEST_UNPACKED = 60_000_000
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 300
UNREADABLE = "这个文件打不开。请用 Excel 另存为“.xlsx”，或者另存为 CSV，再试一次。"


@dataclass(frozen=True)
class RawRow:
    """One row as text by our field names, with its line in the file."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class RawTable:
    """The rows under the header, and the headers nobody reads."""

    rows: tuple[RawRow, ...]
    unused: tuple[str, ...] = field(default=())


def read_table(name: str, content: bytes) -> RawTable:
    """The rows of an .xlsx or .csv file.

    Raises `Invalid` with a sentence for a file that is too large, of another kind, without a header, or without one
    of the needed columns.
    """
    if len(content) > LARGEST:
        raise Invalid(f"文件太大，最多{LARGEST // 1_000_000}兆。请去掉图片，或者分成几个文件。")
    if not content:
        raise Invalid("文件是空的，请重新选。")
    ending = name.rsplit(".", 1)[-1].lower()
    if ending == "xls":
        raise Invalid("这是旧版 Excel 文件（.xls）。请打开后另存为“.xlsx”，再试一次。")
    if ending not in {"xlsx", "csv"}:
        raise Invalid("只能读 Excel（.xlsx）或者 CSV 文件。")
    return _table(_from_xlsx(content) if ending == "xlsx" else _from_csv(content))


def _from_xlsx(content: bytes) -> Iterator[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Invalid("文件展开以后太大，请只留下花名册这一张表，另存以后再试。")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as broken:
        raise Invalid(UNREADABLE) from broken
    try:
        for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [cell_text(value) for value in row]
    finally:
        book.close()


def cell_text(value: object) -> str:
    """A cell as the text a person sees; whole numbers without a decimal point, days as 2026-11-23."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:LONGEST_CELL]


def _from_csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]]
    except csv.Error as broken:
        raise Invalid(UNREADABLE) from broken


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("文件里的字认不出来。请用 Excel 另存为“.xlsx”，再试一次。")


def _table(lines: Iterable[Sequence[str]]) -> RawTable:
    numbered = enumerate(lines, start=1)
    columns, unused = _header(numbered)
    rows: list[RawRow] = []
    for line, cells in numbered:
        if not any(cells):
            continue
        if len(rows) >= MOST_ROWS:
            raise Invalid(f"行数太多，一次最多{MOST_ROWS}人，请分成几个文件。")
        rows.append(RawRow(line, {name: cells[place] for name, place in columns.items() if place < len(cells)}))
    if not rows:
        raise Invalid("表头下面一行也没有，请填好再导入。")
    return RawTable(tuple(rows), unused)


def _header(numbered: Iterator[tuple[int, Sequence[str]]]) -> tuple[dict[str, int], tuple[str, ...]]:
    for line, cells in numbered:
        if looks_like_header(cells):
            return _columns(cells)
        if line >= HEADER_WITHIN:
            break
    raise Invalid(f"没有找到表头。前{HEADER_WITHIN}行里要有一行写着“姓名”“类别”这样的列名；可以下载模板照着填。")


def _columns(cells: Sequence[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    columns: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(cells):
        name = field_of(cell)
        if name is not None and name in columns:
            raise Invalid(f"有两列都是“{column_name(name)}”，请去掉一列。")
        if name is not None:
            columns[name] = place
        elif cell and plain_header(cell) not in IGNORED:
            unused.append(cell[:20])
    missing = [column_name(name) for name in NEEDED if name not in columns]
    if missing:
        raise Invalid(f"少了这一列：{'、'.join(missing)}。可以下载模板照着填。")
    return columns, tuple(unused)
