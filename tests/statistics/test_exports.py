"""Exports: the higher system's columns, values as the desk knows them, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.db import db
from app.petitions.terms import Channel
from tests.statistics.half_year import ID_NUMBER, PHONE, Ways, half_year, on

ClientOf = Callable[[str], FlaskClient]
ADDRESS = "/statistics/petitions/export"
HALF = {"from": "2026-03-01", "to": "2026-06-30"}
ORDER = [
    *("信访件编号", "本镇登记号", "登记日期", "收到日期", "信访形式", "来源", "信访人", "人数", "住址", "问题属地"),
    *("性质", "途径", "诉求", "事实和理由", "初次/重复", "办理决定", "受理日期", "办理单位", "办结日期", "办结方式"),
    *("是否按期", "信访办满意度", "承办单位满意度"),
]
Rows = dict[str, dict[str, object]]


def taken(client: FlaskClient, kind: str, **asked: str) -> bytes:
    """The file of the half year, narrowed further."""
    answer = client.post(ADDRESS, query_string={**HALF, **asked}, data={"kind": kind})
    assert answer.status_code == 200
    assert f"attachment; filename=petitions-2026-03-01-2026-06-30.{kind}" in answer.headers["Content-Disposition"]
    return answer.get_data()


def by_number(table: list[list[object]]) -> Rows:
    """The rows of a table by the town's number."""
    head, *rows = table
    assert head == ORDER
    return {str(row[1]): dict(zip(ORDER, row, strict=True)) for row in rows}


def workbook(content: bytes) -> Rows:
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr", "n", "d"}
    return by_number([list(row) for row in sheet.iter_rows(values_only=True)])


def text_table(content: bytes) -> Rows:
    assert content.startswith(b"\xef\xbb\xbf")
    return by_number([list(row) for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))])


def plain(value: object) -> str:
    """A cell as text; a day as in an address."""
    return value.date().isoformat() if isinstance(value, datetime) else str(value or "")


def row_of(rows: Rows, ways: Ways, name: str) -> dict[str, object]:
    return rows[ways[name].claim.number]


def test_a_workbook_has_every_claim_with_its_values(app: Flask, client_of: ClientOf) -> None:
    ways = half_year()
    rows = workbook(taken(client_of("petition"), "xlsx"))
    assert len(rows) == 13
    first = row_of(rows, ways, "answered")
    assert first["信访件编号"] == "370304202603010001"
    assert {plain(first[name]) for name in ("收到日期", "登记日期", "受理日期")} == {"2026-03-01"}
    assert [first[name] for name in ("信访形式", "来源")] == ["走访", "信访人直接提出"]
    assert [first[name] for name in ("人数", "问题属地")] == [12, "小海眼社区"]
    assert [first[name] for name in ("性质", "途径")] == ["申诉求决", "信访程序（第六项）"]
    assert [first[name] for name in ("信访人", "住址")] == ["陈一、@陈二", "小海眼社区8号"]
    assert [first[name] for name in ("办理决定", "办理单位")] == ["受理", "白塔镇规划建设办公室"]
    assert [first[name] for name in ("是否按期", "信访办满意度", "承办单位满意度")] == ["按期", "满意", "不满意"]
    assert [first[name] for name in ("初次/重复", "办结方式", "办结日期")] == ["初次", None, None]
    assert row_of(rows, ways, "late_opinion")["是否按期"] == "超期"
    assert row_of(rows, ways, "two")["初次/重复"] == "重复"
    assert plain(row_of(rows, ways, "withdrawn")["办结日期"]) == "2026-03-09"
    assert row_of(rows, ways, "withdrawn")["办结方式"] == "信访人撤回"
    assert row_of(rows, ways, "returned")["来源"] == "上级交办，要报结果"


def test_the_text_table_says_the_same(app: Flask, client_of: ClientOf) -> None:
    ways = half_year()
    client = client_of("petition")
    book, text = workbook(taken(client, "xlsx")), text_table(taken(client, "csv"))
    said = {number: {name: plain(value) for name, value in row.items()} for number, row in book.items()}
    assert text == said
    assert row_of(text, ways, "answered")["收到日期"] == "2026-03-01"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_cell_is_a_formula(app: Flask, client_of: ClientOf, kind: str) -> None:
    way = on(3, 2).register(claims=("=HYPERLINK(1)",), story="+86 打过电话\x07", spoken_by="@王乙")
    content = taken(client_of("petition"), kind)
    row = (workbook(content) if kind == "xlsx" else text_table(content))[way.claim.number]
    assert row["诉求"] == "'=HYPERLINK(1)"
    assert row["事实和理由"] == "'+86 打过电话"


def test_no_id_number_and_no_phone_leaves(app: Flask, client_of: ClientOf) -> None:
    ways = half_year()
    content = taken(client_of("petition"), "csv")
    story = row_of(text_table(content), ways, "answered")["事实和理由"]
    assert story == "身份证370304********0018，电话139****5678，门口的路没有修。"
    assert ID_NUMBER.encode() not in content
    assert PHONE.encode() not in content


def test_what_leaves_is_what_the_number_counts(app: Flask, client_of: ClientOf) -> None:
    ways = half_year()
    rows = text_table(taken(client_of("leader"), "csv", by="notice", value="late"))
    assert set(rows) == {
        *(ways[name].claim.number for name in ("late_notice", "suggestion", "led_in", "two")),
        ways["two"].second_claim().claim.number,
    }


def test_every_file_that_leaves_is_recorded(app: Flask, client_of: ClientOf) -> None:
    on(3, 2).register(channel=Channel.VISIT)
    client = client_of("leader")
    for kind in ("xlsx", "csv"):
        taken(client, kind, by="channel", value="visit")
    entries = db.session.query(AuditEntry).filter_by(deed="petition:exported").order_by(AuditEntry.id).all()
    assert [json.loads(entry.detail)["format"] for entry in entries] == ["xlsx", "csv"]
    detail = json.loads(entries[0].detail)
    assert detail == {**HALF, "by": "channel", "value": "visit", "format": "xlsx", "rows": 1}
    assert entries[0].account_id is not None


@pytest.mark.both
def test_a_form_that_is_none_is_asked_again_and_nothing_is_recorded(app: Flask, client_of: ClientOf) -> None:
    answer = client_of("petition").post(ADDRESS, query_string=HALF, data={"kind": "pdf"})
    assert answer.status_code == 422
    assert "下载成哪一种" in answer.get_data(as_text=True)
    assert db.session.query(AuditEntry).filter_by(deed="petition:exported").count() == 0


def test_days_nobody_understands_are_refused_and_not_guessed(app: Flask, client_of: ClientOf) -> None:
    answer = client_of("petition").post(ADDRESS, query_string={"from": "x"}, data={"kind": "csv"})
    assert answer.status_code == 422
    assert db.session.query(AuditEntry).filter_by(deed="petition:exported").count() == 0


def test_an_export_is_never_a_plain_link(app: Flask, client_of: ClientOf) -> None:
    assert client_of("petition").get(ADDRESS).status_code == 405
