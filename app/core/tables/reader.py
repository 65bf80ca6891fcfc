"""Run by itself, in a process of its own: a file on standard input, its cells as JSON on standard output.

Knows nothing of the app.  What it raises ends the process and is told by `app/core/tables/read.py`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MOST_UNPACKED = 60_000_000
MOST_PARTS = 2_000
MOST_LINES = 20_000
"""Lines seen, also empty ones."""
MOST_COLUMNS = 256
MOST_CELLS = 1_000_000
MOST_TEXT = 20_000_000
LONGEST_TEXT = 1_000
MOST_SHEETS = 200
DAY_ZERO, DAY_ZERO_1904 = "1899-12-30", "1904-01-01"
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a workbook with a password lies ([MS-OFFCRYPTO] 1.3.2)."""
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
LOCKED = "这个文件加了密码。请打开以后去掉密码，另存一份，再试一次。"
TOO_LARGE = "文件展开以后太大，请只留下要用的这一张表，另存以后再试。"
TOO_MANY_CELLS = "表里的格子太多，请只留下要用的这一张表，删掉右边和底下用不到的，另存以后再试。"
NOT_TEXT = "文件里的字认不出来。请用 Excel（WPS）另存为“.xlsx”，再试一次。"
HOLDS_NUL = "文件里有坏掉的字符（空字符）。请用 Excel（WPS）打开，另存为“.xlsx”，再试一次。"
_ERROR_CELL = re.compile(rb"""<(?:\w+:)?c\b(?=[^>]*\bt=["']e["'])[^>]*\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_QUOTED_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
Rows = Iterable[tuple[int, list[Any]]]


class Refused(Exception):
    """What is wrong with the file, as a sentence."""


class Budget:
    """How many cells and characters were taken so far."""

    def __init__(self) -> None:
        self.cells = self.text = 0

    def take(self, lines: int, columns: int, cells: int) -> None:
        """Ask for a sheet that reaches to a line and a column, for so many cells more."""
        self.cells += cells
        if lines > MOST_LINES:
            raise Refused(f"表格一直到第{lines}行才完，最多{MOST_LINES}行。请删掉底下用不到的行，另存以后再试。")
        if columns > MOST_COLUMNS:
            raise Refused(f"表格有{columns}列，最多{MOST_COLUMNS}列。请删掉右边用不到的列，另存以后再试。")
        if self.cells > MOST_CELLS:
            raise Refused(TOO_MANY_CELLS)

    def text_of(self, text: str) -> str | None:
        """A text cell, bounded; None for an empty one."""
        text = text[:LONGEST_TEXT]
        self.text += len(text)
        if self.text > MOST_TEXT:
            raise Refused(TOO_MANY_CELLS)
        if "\0" in text:
            raise Refused(HOLDS_NUL)
        return text if text.strip() else None


def read(content: bytes, *, is_text: bool) -> dict[str, Any]:
    """Every sheet with its filled lines.  Raises `Refused`, and whatever the readers raise."""
    budget = Budget()
    if content.startswith((ZIP, OLE)):
        return _workbook(content, budget)
    if not is_text:
        raise ValueError("no workbook")
    rows = enumerate(_text_rows(content, budget), start=1)
    return {"sheets": [_sheet("", False, rows)], "day_zero": None}


def _sheet(name: str, is_hidden: bool, rows: Rows) -> dict[str, Any]:
    lines = [[number, _trimmed(cells)] for number, cells in rows if any(cell is not None for cell in cells)]
    return {"name": name, "is_hidden": is_hidden, "lines": lines}


def _trimmed(cells: list[Any]) -> list[Any]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _workbook(content: bytes, budget: Budget) -> dict[str, Any]:
    from python_calamine import load_workbook

    if content.startswith(OLE) and LOCKED_PART in content:
        raise Refused(LOCKED)
    errors, day_zero = _inside_zip(content) if content.startswith(ZIP) else ([], _day_zero_of_xls(content))
    book = load_workbook(io.BytesIO(content))
    return {"sheets": list(_sheets(book, errors, budget)), "day_zero": day_zero}


def _sheets(book: CalamineWorkbook, errors: list[set[tuple[int, int]]], budget: Budget) -> Iterator[dict[str, Any]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if len(book.sheets_metadata) > MOST_SHEETS:
        raise Refused(f"文件里的表太多，最多{MOST_SHEETS}张。请只留下要用的这一张，另存以后再试。")
    for place, about in enumerate(book.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        is_hidden = about.visible is not SheetVisibleEnum.Visible
        wrong = errors[place] if place < len(errors) else set()
        rows = [] if is_hidden else _rows(book, place, wrong, budget)
        yield _sheet(about.name, is_hidden, rows)


def _rows(book: CalamineWorkbook, place: int, wrong: set[tuple[int, int]], budget: Budget) -> Rows:
    sheet = book.get_sheet_by_index(place)
    if sheet.end is None:
        return
    lines, columns = sheet.end[0] + 1, sheet.end[1] + 1
    budget.take(lines, columns, lines * columns)
    marked: dict[int, list[int]] = {}
    for line, column in wrong:
        marked.setdefault(line, []).append(column)
    for number, row in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        cells = [_value(cell, budget) for cell in row]
        for column in marked.get(number, ()):
            if column <= len(cells):
                cells[column - 1] = {"error": True}
        yield number, cells


def _value(cell: object, budget: Budget) -> Any:
    """A cell as JSON; a moment as its day."""
    if isinstance(cell, str):
        return budget.text_of(cell)
    if isinstance(cell, datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if isinstance(cell, int | float) else str(cell)


def _inside_zip(content: bytes) -> tuple[list[set[tuple[int, int]]], str | None]:
    """Cells with an error by sheet, and what serial numbers count from.

    python-calamine shows an error as an empty cell; only in .xlsx it is told apart from one here.

    Refuses what unpacks to too much by its own directory, before anything is unpacked.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused(TOO_LARGE)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(LOCKED)
        names = {part.filename for part in parts}
        if "xl/workbook.xml" in names and "xl/_rels/workbook.xml.rels" in names:
            return _inside_xlsx(packed, names)
        if b"encryption-data" in _part(packed, "META-INF/manifest.xml", names):
            raise Refused(LOCKED)
        found = re.search(rb'null-date[^>]*date-value="([0-9-]{10})"', _part(packed, "content.xml", names))
        return [], found[1].decode() if found else DAY_ZERO


def _inside_xlsx(packed: zipfile.ZipFile, names: set[str]) -> tuple[list[set[tuple[int, int]]], str]:
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    errors, day_zero = [], DAY_ZERO
    for element in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}workbookPr") and element.get("date1904") in {"1", "true"}:
            day_zero = DAY_ZERO_1904
        elif element.tag.endswith("}sheet"):
            link = next((value for key, value in element.items() if key.endswith("}id")), None)
            target = targets.get(link, "")
            place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            errors.append(_error_cells(_part(packed, place, names)))
    return errors, day_zero


def _part(packed: zipfile.ZipFile, name: str, names: set[str]) -> bytes:
    return packed.read(name) if name in names else b""


def _error_cells(content: bytes) -> set[tuple[int, int]]:
    """Line and column, both from 1, of every cell that holds an error."""
    if b't="e"' not in content and b"t='e'" not in content:
        return set()
    found = set()
    for letters, digits in _ERROR_CELL.findall(content):
        column = 0
        for letter in letters:
            column = column * 26 + letter - ord("A") + 1
        found.add((int(digits), column))
    return found


def _day_zero_of_xls(content: bytes) -> str | None:
    """What the serial numbers of an old workbook count from: its DATEMODE record ([MS-XLS] 2.4.77), None if not found.

    The records of the stream "Workbook" ([MS-CFB]) are walked from its beginning; a FILEPASS record (2.4.117) before
    it means a password.
    """
    entry = content.find("Workbook\0".encode("utf-16-le"))
    if entry < 0 or len(content) < entry + 128:
        return None
    sector = 1 << int.from_bytes(content[0x1E:0x20], "little") % 16
    at = (int.from_bytes(content[entry + 0x74 : entry + 0x78], "little") + 1) * sector
    for _ in range(200):
        kind, size = (int.from_bytes(content[at + place : at + place + 2], "little") for place in (0, 2))
        if kind == 0x2F:
            raise Refused(LOCKED)
        if kind == 0x22 and size == 2:
            return DAY_ZERO_1904 if content[at + 4] else DAY_ZERO
        if kind in {0, 0x0A}:
            return None
        at += 4 + size
    return None


def _text_rows(content: bytes, budget: Budget) -> Iterator[list[Any]]:
    """The rows of a text table; ``sep=;`` above them says how they are divided and is no row."""
    text = _decoded(content)
    if "\0" in text:
        raise Refused(HOLDS_NUL)
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\s*', first, re.IGNORECASE)
    delimiter = told[1] if told else max(",\t;，", key=first.count)
    rows = csv.reader(io.StringIO(rest if told else text, newline=""), delimiter=delimiter, strict=True)
    for number, row in enumerate(rows, start=1):
        budget.take(number, len(row), len(row))
        yield [_text_cell(cell, budget) for cell in row]


def _text_cell(cell: str, budget: Budget) -> str | None:
    """``="370304…"`` is how programs keep a spreadsheet from taking text for a number."""
    formula = _QUOTED_FORMULA.fullmatch(cell.strip())
    return budget.text_of(formula[1].replace('""', '"') if formula else cell)


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(NOT_TEXT)


def main() -> None:
    """Answer what stands on standard input."""
    how, _, content = sys.stdin.buffer.read().partition(b"\n")
    try:
        answer = read(content, is_text=how == b"csv")
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": TOO_LARGE}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
