"""Workbooks made to stop the reader, and innocent ones that would: read within bounds, or a sentence."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core import apart
from app.core.apart import BUSY, Limits, Sentences, read_apart
from app.core.errors import Invalid, NotNow
from app.core.tables import read_book
from tests.core.workbooks import INPUTS, SHEET, ods, ods_row, repacked, with_rows, workbook

PLAIN = workbook([["姓名", "类别"], ["石", "党员"]])
ROWS = [("姓名", "类别"), ("石", "党员")]
FAR_ROW = '<row r="2000000000"></row>'
FORMATTED = "".join(f'<row r="{line}" s="1"><c r="A{line}" s="1"/></row>' for line in (*range(3, 9_000), 1_048_576))
SAID = Sentences(unreadable="打不开", too_much="太大")


def value(cell: str) -> str:
    """A row with one number, far away."""
    return f'<row r="{cell.lstrip("XFDA")}"><c r="{cell}"><v>1</v></c></row>'


def cells_of(name: str, content: bytes) -> list[tuple[object, ...]]:
    return [line.cells for line in read_book(name, content).sheets[0].lines]


def bomb(of: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(of, b"0" * 61_000_000)
    return kept.getvalue()


def strings_bomb() -> bytes:
    """One long text that every cell shows."""
    cells = "".join(f'<row r="{line}"><c r="A{line}" t="s"><v>0</v></c></row>' for line in range(3, 9_000))
    long = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    return repacked(with_rows(PLAIN, cells), {"xl/sharedStrings.xml": lambda part: long % (b"x" * 2_000_000)})


def entities(inside: str) -> bytes:
    """A sheet with a DOCTYPE of its own."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    row = f'<row r="3"><c r="A3" t="inlineStr"><is><t>{inside}</t></is></c></row>'
    return repacked(with_rows(PLAIN, row), {SHEET: lambda part: head.encode() + part})


@pytest.mark.parametrize("more", [FAR_ROW, FORMATTED, value("A9000").replace("<v>1</v>", "")])
def test_lines_without_anything_in_them_cost_nothing(more: str) -> None:
    """Also the innocent one: a format laid down to the last line of the sheet."""
    assert cells_of("表.xlsx", with_rows(PLAIN, more)) == ROWS


def test_the_smallest_workbook_that_names_line_two_thousand_million_is_small() -> None:
    assert len(with_rows(PLAIN, FAR_ROW)) < 5_000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (with_rows(PLAIN, value("A2000000000")), "读不下来"),
        (with_rows(PLAIN, value("XFD1048576")), "读不下来"),
        (with_rows(PLAIN, value("A1048576")), "第1048576行才完，最多20000行"),
        (with_rows(PLAIN, value("XFD3")), "16384列，最多256列"),
        (with_rows(PLAIN, value("A20001")), "最多20000行"),
        (strings_bomb(), "读不下来|太大"),
        (bomb(SHEET), "展开以后太大"),
        (bomb("content.xml"), "展开以后太大"),
        (workbook([["姓名"]], sheets=201), "表太多"),
        (with_rows(PLAIN, '<row r="3"><c r="A3" t="s"><v>7</v></c></row>'), "打不开"),
        (PLAIN[:2_000], "打不开"),
        (PLAIN[:-30], "打不开"),
        (repacked(PLAIN, {"xl/workbook.xml": lambda part: b"<x"}), "打不开"),
        (repacked(PLAIN, {SHEET: lambda part: part[:300]}), "打不开"),
        (repacked(PLAIN, {SHEET: lambda part: b"\0" * 300}), "打不开"),
        (ods(ods_row("x") * 30_000), "最多20000行"),
        (ods('<table:table-row table:number-rows-repeated="2000000000">' + ods_row("x")[17:]), "打不开|读不下来|最多"),
        (ods(ods_row("x"), manifest="<encryption-data/>"), "加了密码"),
        ((INPUTS / "w3-locked.xlsx").read_bytes(), "加了密码"),
    ],
)
def test_what_asks_for_too_much_or_is_damaged_is_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_book("表.xlsx", content)


def test_an_old_workbook_with_a_password_is_told_so() -> None:
    """The record after the first is made FILEPASS, as a spreadsheet program writes it for a password."""
    content = bytearray((INPUTS / "w1-old-workbook.xls").read_bytes())
    begin = content.index(bytes.fromhex("0908100000060500"))
    content[begin + 20 : begin + 22] = b"\x2f\0"
    with pytest.raises(Invalid, match="加了密码"):
        read_book("表.xls", bytes(content))


@pytest.mark.parametrize(
    "content",
    [entities("&l9;"), entities("&x;"), with_rows(PLAIN, "<a>" * 3_000_000)],
    ids=["entities within entities", "a file of the server", "three million levels"],
)
def test_what_is_no_cell_is_never_followed(content: bytes) -> None:
    """Refused, or read without it."""
    try:
        read = cells_of("表.xlsx", content)
    except Invalid:
        return
    assert "root" not in str(read)
    assert len(str(read)) < 500


def script(folder: Path, code: str) -> Path:
    """A reader: like every one it does nothing before it was given its file, and by then it is bound."""
    path = folder / "reader.py"
    path.write_text(f"import os, signal, sys\ncontent = sys.stdin.read()\n{code}\n")
    return path


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("os.abort()", "太大"),
        ("while True: pass", "太大"),
        ("signal.pause()", "太大"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "打不开"),
        ("bytearray(10 ** 9)", "打不开"),
        ("raise BaseException", "打不开"),
        ("sys.exit(3)", "打不开"),
        ("with open(sys.argv[0], 'wb') as made: made.write(b'x')", "打不开"),
    ],
)
def test_whatever_becomes_of_the_reader_the_server_goes_on(tmp_path: Path, code: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_apart(script(tmp_path, code), b"x" * 1_000_000, SAID, Limits(processor_seconds=1, seconds=3))


def test_a_reader_gets_the_file_and_nothing_of_the_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIEYOU_SECRET", "not for readers")
    code = "sys.stdout.write(f'{content} {sorted(os.environ)} {os.getcwd()}')"
    answer = read_apart(script(tmp_path, code), b"content", SAID).decode()
    assert answer.startswith("content [")
    assert "JIEYOU" not in answer
    assert str(tmp_path) not in answer


def test_who_finds_all_readers_at_work_is_told_to_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LONGEST_WAIT", 0)
    for _ in range(apart.AT_ONCE):
        assert apart._places.acquire(blocking=False), "every reader before gave its place back"
    try:
        with pytest.raises(NotNow, match=BUSY):
            read_apart(script(tmp_path, ""), b"", SAID)
    finally:
        for _ in range(apart.AT_ONCE):
            apart._places.release()
    assert read_apart(script(tmp_path, ""), b"", SAID) == b""


def test_nothing_runs_on_after_a_reader_was_stopped(tmp_path: Path) -> None:
    seen: list[int] = []
    watch: Callable[[int, Limits], None] = apart._bound

    def note(process: int, limits: Limits) -> None:
        seen.append(process)
        watch(process, limits)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apart, "_bound", note)
        with pytest.raises(Invalid):
            read_apart(script(tmp_path, "signal.pause()"), b"", SAID, Limits(seconds=1))
    with pytest.raises(ProcessLookupError):
        os.kill(seen[0], 0)


def test_the_bounds_of_a_reader_are_seconds_and_less_than_a_server_has() -> None:
    bounds = Limits()
    assert (bounds.processor_seconds, bounds.seconds) == (10, 30)
    assert bounds.memory < 1_000_000_000
