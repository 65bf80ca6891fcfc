"""The empty roster that an office downloads: our column names, two lines of explanation, nothing that a table runs."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES
from app.mediators.actions.roster_columns import COLUMNS, column_name

if TYPE_CHECKING:
    from openpyxl import Workbook

ROWS_PREPARED = 600
WIDTHS = {"id_number": 24, "phone": 16, "village": 16, "category": 22, "skills": 30, "committee": 30}
NOTES = {
    "name": "必填",
    "category": "必填，从下拉里选",
    "id_number": "18位；这一列已经设成文本",
    "phone": "没有身份证号的，电话必填",
    "village": "镇里的人空着",
    "skills": "几样之间用顿号隔开",
    "grade": "一级到四级，没评的空着",
    "committee": "哪个调委会聘的；没聘的空着",
    "appointed_on": "例如 2025-03-08",
}


def template_file() -> bytes:
    """An .xlsx workbook; every cell of the body is text, so that no number is cut and no formula runs."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.create_sheet("花名册", 0)
    del book[book.sheetnames[1]]
    for place, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet[f"{letter}1"] = column_name(name)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 12)
        for line in range(2, ROWS_PREPARED + 2):
            sheet[f"{letter}{line}"].number_format = "@"
        if name == "category":
            listed = DataValidation(type="list", formula1=f'"{",".join(POOL_CATEGORY_NAMES.values())}"')
            sheet.add_data_validation(listed)
            listed.add(f"{letter}2:{letter}{ROWS_PREPARED + 1}")
    sheet.freeze_panes = "A2"
    _explain(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _explain(book: Workbook) -> None:
    from openpyxl.styles import Alignment

    sheet = book.create_sheet("怎么填")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 90
    lines = [(column_name(name), NOTES.get(name, "可以空着")) for name in COLUMNS]
    lines += [
        ("类别有", "、".join(POOL_CATEGORY_NAMES.values())),
        ("专长有", "、".join(DISPUTE_TYPE_NAMES.values())),
        ("再导一遍", "同一个人按身份证号认；没有身份证号的按姓名和电话认。再导一遍不会变成两个人。"),
    ]
    for line, (what, text) in enumerate(lines, start=1):
        sheet[f"A{line}"], sheet[f"B{line}"] = what, text
        sheet[f"B{line}"].alignment = Alignment(wrap_text=True)
