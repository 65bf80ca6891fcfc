"""Workbooks for tests: plain ones, and ones changed from inside as no spreadsheet program writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

INPUTS = Path(__file__).resolve().parents[1] / "data" / "inputs"
SHEET = "xl/worksheets/sheet1.xml"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def workbook(rows: Sequence[Sequence[object]], sheets: int = 1) -> bytes:
    """An .xlsx with the rows on its first sheet."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for _ in range(sheets - 1):
        book.create_sheet()
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def repacked(content: bytes, edit: Mapping[str, Callable[[bytes], bytes]]) -> bytes:
    """The same package with some of its parts changed, or made from nothing."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit.get(name, lambda part: part)(old.read(name)))
        for name in set(edit) - set(old.namelist()):
            new.writestr(name, edit[name](b""))
    return kept.getvalue()


def with_rows(content: bytes, more: str) -> bytes:
    """The same workbook with rows as XML at the end of its first sheet, which says nothing of its size."""

    def add(part: bytes) -> bytes:
        start, end = part.index(b"<dimension"), part.index(b"/>", part.index(b"<dimension")) + 2
        return (part[:start] + part[end:]).replace(b"</sheetData>", more.encode() + b"</sheetData>")

    return repacked(content, {SHEET: add})


def ods(rows: str, *, manifest: str = "", hidden: str = "") -> bytes:
    """An .ods whose sheet 名册 holds the rows as XML, behind a hidden sheet 旧名册 when there are rows for one."""
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("off", "false"), ("on", "true"))
    )
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{style}">{inside}</table:table>'
        for name, style, inside in (("旧名册", "off", hidden), ("名册", "on", rows))
        if inside
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        packed.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return kept.getvalue()


def ods_row(*cells: str) -> str:
    """A row of an .ods: text, or ``<…>`` as it stands."""
    as_xml = [
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    ]
    return f"<table:table-row>{''.join(as_xml)}</table:table-row>"
