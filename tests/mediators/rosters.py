"""Rosters as offices send them, for tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

from app.core.identity import check_digit

HEADER = (
    "姓名",
    "性别",
    "身份证号码",
    "手机",
    "所在村",
    "人员类别",
    "擅长纠纷类型",
    "等级",
    "聘任单位",
    "聘任日期",
    "备注",
)


def id_number(serial: int = 1, born: str = "19650412") -> str:
    """A right number that can belong to nobody."""
    body = f"370398{born}{serial:03d}"
    return body + check_digit(body)


def person(**changes: str) -> list[str]:
    """A good row, with changes by header."""
    row = {
        "姓名": "石大成",
        "性别": "男",
        "身份证号码": id_number(1),
        "手机": "15412345678",
        "所在村": "小海眼社区",
        "人员类别": "老党员",
        "擅长纠纷类型": "邻里、宅基地纠纷",
        "等级": "三级",
        "聘任单位": "白塔镇小海眼社区人民调解委员会",
        "聘任日期": "2025-03-08",
        "备注": "",
    }
    return list({**row, **changes}.values())


def csv_file(rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER, encoding: str = "utf-8-sig") -> bytes:
    """The rows under a header as a CSV file."""
    kept = io.StringIO(newline="")
    csv.writer(kept).writerows([header, *rows])
    return kept.getvalue().encode(encoding)


def xlsx_file(rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER, title: str = "") -> bytes:
    """The rows under a header as a workbook, a title above when one is given."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [[title]] if title else []:
        sheet.append(row)
    for row in [header, *rows]:
        sheet.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
