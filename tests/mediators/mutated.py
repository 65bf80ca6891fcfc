"""Rosters damaged at random, the same ones for the same number."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.core.workbooks import INPUTS, ods, ods_row, repacked, workbook
from tests.mediators.rosters import HEADER, csv_file, id_number, person

NASTY = (
    "",
    "-1",
    "0",
    "2000000000",
    "99999999999999999999",
    "1e999",
    "NaN",
    "A0",
    "ZZZZ9",
    "&#0;",
    "\N{SNOWMAN}" * 500,
)
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS = [
    person(),
    person(姓名="石二", 身份证号码=id_number(3), 手机="15412345679"),
    person(姓名="石三", 身份证号码="", 手机="15412345670", 备注="村东头"),
]


def _shared() -> bytes:
    """A workbook as spreadsheet programs write it: every text once, cells point at it; a number, a day and an error."""
    texts = sorted({text for row in [HEADER, *ROWS] for text in row})
    strings = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    rows = "".join(
        f'<row r="{line}">'
        + "".join(f'<c r="{chr(65 + at)}{line}" t="s"><v>{texts.index(text)}</v></c>' for at, text in enumerate(row))
        + "</row>"
        for line, row in enumerate([HEADER, *ROWS], start=1)
    )
    odd = (
        '<row r="6"><c r="A6" t="e"><v>#N/A</v></c><c r="C6"><v>370304197503138000</v></c>'
        '<c r="J6"><v>45352</v></c></row>'
    )
    sheet = f'<worksheet xmlns="{SHEET}"><sheetData>{rows}{odd}</sheetData></worksheet>'
    made = {
        "xl/worksheets/sheet1.xml": lambda _: sheet.encode(),
        "xl/sharedStrings.xml": lambda _: f'<sst xmlns="{SHEET}">{strings}</sst>'.encode(),
    }
    return repacked(workbook([HEADER], sheets=2), made)


WHOLE: dict[str, bytes] = {
    "名册.xlsx": _shared(),
    "名册.xls": (INPUTS / "w1-old-workbook.xls").read_bytes(),
    "名册.ods": ods("".join(ods_row(*row) for row in [HEADER, *ROWS]), hidden=ods_row("旧")),
    "名册.csv": csv_file(ROWS, encoding="gb18030"),
}
"""A good roster of every kind."""


def mutated(name: str, number: int) -> bytes:
    """The roster of this name, damaged in one to three ways that the number decides."""
    chance = random.Random(f"{name} {number}")
    content = WHOLE[name]
    ways = (*_BYTES, *_PARTS * 2) if content.startswith(b"PK") else _BYTES
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        way = chance.choice(ways)
        content = way(content, chance)
        if way in _BYTES:
            ways = _BYTES
    return content


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _cut_out(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice((1, 4, 64, 512)) :]


def _put_in(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    more = chance.choice((b"\0" * 64, b"\xff" * 8, b'"', b",\n" * 50, b"\x1a", chance.randbytes(40), content[:512]))
    return content[:start] + more + content[start:]


def _swap_parts(content: bytes, chance: random.Random) -> bytes:
    """Two parts of the package change places."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = packed.namelist()
        one, other = chance.choice(names), chance.choice(names)
        parts = {one: packed.read(other), other: packed.read(one)}
    return repacked(content, {name: lambda _, part=part: part for name, part in parts.items()})


def _drop_part(content: bytes, chance: random.Random) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        gone = chance.choice(old.namelist())
        for name in old.namelist():
            if name != gone:
                new.writestr(name, old.read(name))
    return kept.getvalue()


def _edit_part(content: bytes, chance: random.Random) -> bytes:
    """An attribute, a value or a tag of one part is replaced, doubled or lost, or its bytes are damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        name = chance.choice([one for one in packed.namelist() if one.endswith((".xml", ".rels"))])
    edit: Callable[[bytes, random.Random], bytes] = chance.choice((_edit_xml, _edit_xml, _edit_xml, *_BYTES))
    return repacked(content, {name: lambda part: edit(part, chance)})


def _edit_xml(part: bytes, chance: random.Random) -> bytes:
    pattern = chance.choice((rb'(?<==")[^"]*(?=")', rb"(?<=>)[^<]+(?=<)", rb"<[^>]*>"))
    found = list(re.finditer(pattern, part))
    if not found:
        return part
    place = chance.choice(found)
    new = chance.choice((*(one.encode() for one in NASTY), place[0] * 2, b"<!--", b"]]>", b"<!DOCTYPE a>"))
    return part[: place.start()] + new + part[place.end() :]


_BYTES = (_flip, _truncate, _cut_out, _put_in)
_PARTS = (_swap_parts, _drop_part, _edit_part, _edit_part, _edit_part)
