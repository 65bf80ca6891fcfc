"""What a workbook or text table holds is read as it was typed; what cannot be read is a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import openpyxl
import pytest

from app.core.errors import Invalid
from app.core.tables import FORMATS, LARGEST, Book, Line, Mark, Value, as_day, as_text, is_cut, read_book
from tests.core.workbooks import INPUTS, ods, ods_row, workbook

HEADER = ("姓名", "类别")
AT = datetime.fromisoformat("2024-03-01T08:30")
ZERO, ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


def only(book: Book) -> list[tuple[Value, ...]]:
    """The filled lines of the one visible sheet."""
    (sheet,) = (sheet for sheet in book.sheets if not sheet.is_hidden)
    return [line.cells for line in sheet.lines]


def text(written: str, encoding: str = "utf-8") -> list[tuple[Value, ...]]:
    return only(read_book("表.csv", written.encode(encoding)))


def test_the_type_of_every_cell_is_kept() -> None:
    row = [
        "石",
        "13900000100",
        13900000100,
        2.5,
        date(2024, 3, 1),
        datetime.fromisoformat("2024-03-01T08:30"),
        True,
        None,
        "尾",
    ]
    (cells,) = only(read_book("表.xlsx", workbook([row])))
    day = date(2024, 3, 1)
    assert cells == ("石", "13900000100", 13900000100, 2.5, day, day, True, None, "尾")
    assert [type(cell) for cell in cells[:3]] == [str, str, float]
    assert cells[6] is True


def test_a_formula_that_failed_is_no_empty_cell() -> None:
    assert only(read_book("表.xlsx", workbook([["石", "#N/A", None, "尾"]]))) == [("石", Mark.ERROR, None, "尾")]


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    book = read_book("表.xls", (INPUTS / "w1-old-workbook.xls").read_bytes())
    hidden, shown = book.sheets
    assert (hidden.name, hidden.is_hidden, hidden.lines) == ("旧名册", True, ())
    assert (shown.name, [line.number for line in shown.lines]) == ("2026名册", [1, 2, 3, 4])
    assert shown.lines[2].cells[1] == "370304197001111018"
    assert shown.lines[2].cells[6] == date(2024, 3, 1)
    assert is_cut(shown.lines[3].cells[1])
    assert as_day(shown.lines[3].cells[6], book.day_zero) == date(2024, 3, 1)


def test_an_old_workbook_of_a_mac_counts_its_days_from_1904() -> None:
    book = read_book("表.xls", (INPUTS / "w2-old-workbook-1904.xls").read_bytes())
    assert book.day_zero == ZERO_1904
    assert as_day(book.sheets[1].lines[3].cells[6], book.day_zero) == date(2024, 3, 1)


def test_an_open_document_is_read_like_a_workbook() -> None:
    number = '<table:table-cell office:value-type="float" office:value="370304197503138000"/>'
    day = '<table:table-cell office:value-type="date" office:date-value="2024-03-01"/>'
    end = '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
    book = read_book("表.ods", ods(ods_row("石", number, day) + end, hidden=ods_row("旧")))
    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [("旧名册", True), ("名册", False)]
    assert only(book) == [("石", 370304197503138000.0, date(2024, 3, 1))]


def test_lines_bear_their_number_in_the_file() -> None:
    (sheet,) = read_book("表.xlsx", workbook([[], ["甲"], [], [None, "乙"]])).sheets
    assert sheet.lines == (Line(2, ("甲",)), Line(4, (None, "乙")))


@pytest.mark.parametrize("name", ["表.csv", "表.XLS", "表.et"])
def test_the_content_decides_not_the_ending(name: str) -> None:
    assert only(read_book(name, workbook([HEADER]))) == [HEADER]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_table_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert text("姓名,类别\n石𠅤,党员\n", encoding) == [HEADER, ("石𠅤", "党员")]


@pytest.mark.parametrize(
    ("written", "rows"),
    [
        ("姓名;类别\n石;党员", [HEADER, ("石", "党员")]),
        ("姓名\t类别\n石\t党员", [HEADER, ("石", "党员")]),
        ("sep=|\n姓名|类别\n石,大|党员", [HEADER, ("石,大", "党员")]),
        ('"sep=;"\r\n姓名;类别\r\n石;党员\r\n', [HEADER, ("石", "党员")]),
        ('姓名,类别\n"石\n大",党员', [HEADER, ("石\n大", "党员")]),
        ('姓名,类别\n石,"=""370304197002121023"""', [HEADER, ("石", "370304197002121023")]),
        ('姓名,类别\n石,="370304197002121023"', [HEADER, ("石", "370304197002121023")]),
        ('姓名,类别\n石,"=""甲""&""乙"""', [HEADER, ("石", '="甲"&"乙"')]),
        ("姓名,类别\n\n石,45352", [HEADER, ("石", "45352")]),
    ],
)
def test_a_text_table_is_divided_as_its_writer_meant(written: str, rows: Sequence[Sequence[str]]) -> None:
    assert text(written) == rows


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("表.doc", b"x", "只能读"),
        ("表.csv", b"", "文件是空的"),
        ("表.csv", b"x" * (LARGEST + 1), "最多5兆"),
        ("表.csv", b"\xff\xff\xff\xff", "认不出来"),
        ("表.csv", "姓名,类\0别\n".encode(), "空字符"),
        ("表.csv", "姓名,类别\n".encode("utf-16-le"), "空字符"),
        ("表.csv", b'a,b\n"x"y,z\n', "打不开"),
        ("表.csv", b'a,"' + b"x" * 200_000 + b'"\n', "打不开"),
        ("表.csv", b"a\n" * 20_001, "最多20000行"),
        ("表.csv", b"a," * 300 + b"\n", "最多256列"),
        ("表.xls", b"<html><table><tr><td>\xd0\xd5\xc3\xfb</td></tr></table></html>", "其实是网页"),
        ("表.xls", b"\xef\xbb\xbf\r\n<?xml version='1.0'?><Workbook/>", "其实是网页"),
        ("表.xls", "姓名\t类别\n".encode(), "打不开"),
        ("表.xlsx", b"PK", "打不开"),
        ("表.xls", b"\xd0\xcf\x11\xe0", "打不开"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_book(name, content)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (Mark.ERROR, ""),
        (13.0, "13"),
        (2024.3, "2024.3"),
        (15412345678, "15412345678"),
        (date(2025, 3, 8), "2025-03-08"),
        (True, "是"),
        (float("inf"), "inf"),
        (" 石 ", "石"),
    ],
)
def test_cells_are_shown_as_a_person_sees_them(value: Value, shown: str) -> None:
    assert as_text(value) == shown


@pytest.mark.parametrize(
    ("value", "cut"),
    [
        (370304197503138000.0, True),
        (10**15, True),
        (999_999_999_999_999, False),
        (13900000100.0, False),
        ("370304197503138000", False),
        (True, False),
        (float("nan"), False),
        (None, False),
    ],
)
def test_a_number_of_more_than_fifteen_digits_was_cut_and_text_was_not(value: Value, cut: bool) -> None:
    assert is_cut(value) is cut


@pytest.mark.parametrize(
    ("value", "zero", "day"),
    [
        (date(2024, 3, 1), None, date(2024, 3, 1)),
        (45352, ZERO, date(2024, 3, 1)),
        (45352.75, ZERO, date(2024, 3, 1)),
        (43890, ZERO_1904, date(2024, 3, 1)),
        (18172, ZERO, date(1949, 10, 1)),
        (18171.9, ZERO, None),
        (73050.9, ZERO, date(2099, 12, 31)),
        (73051, ZERO, None),
        (45352, None, None),
        ("45352", ZERO, None),
        (True, ZERO, None),
        (float("nan"), ZERO, None),
        (20240301, ZERO, None),
    ],
)
def test_a_serial_number_is_a_day_only_where_the_file_says_from_when(
    value: Value, zero: date | None, day: date | None
) -> None:
    assert as_day(value, zero) == day


def test_the_page_offers_the_kinds_of_files_that_are_read() -> None:
    page = (INPUTS.parents[2] / "templates" / "pages" / "mediators" / "roster.html").read_text(encoding="utf-8")
    assert f'accept="{",".join(FORMATS)}"' in page


def test_openpyxl_reads_its_parts_with_a_parser_that_refuses_entities() -> None:
    """Only what we wrote ourselves goes through it; it takes defusedxml wherever that is installed."""
    assert openpyxl.DEFUSEDXML is True
