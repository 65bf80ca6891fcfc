"""Rosters as they came from outside, each with its right answer; all people in them are invented."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid
from app.core.transaction import transaction
from app.mediators.actions.import_roster import Roster, import_roster
from app.mediators.actions.roster_rows import end_in_noughts
from app.mediators.actions.roster_table import read_table
from app.mediators.models import PoolMember
from app.organisations.models import Person
from tests.core.workbooks import INPUTS, workbook
from tests.mediators.rosters import csv_file, id_number, person, xlsx_file
from tests.town import NOW

pytestmark = [pytest.mark.usefixtures("app")]
CUT = "身份证号被表格软件截短了，请把这一列改成“文本”重新填。"


def take(name: str, content: bytes) -> Roster:
    table = read_table(name, content)
    with transaction():
        return import_roster(table, skip_bad=True, actor=None, now=NOW)


def taken(name: str) -> Roster:
    return take(name, (INPUTS / name).read_bytes())


def reasons(roster: Roster) -> dict[str, str]:
    return {row.name: " ".join(row.reasons) for row in roster.bad}


def member(name: str) -> PoolMember:
    return db.session.scalars(select(PoolMember).join(Person).where(Person.name == name)).one()


def since(name: str) -> date:
    return member(name).appointments[0].from_on


def known() -> set[str]:
    return set(db.session.scalars(select(Person.name).join(PoolMember, PoolMember.person_id == Person.id)))


def test_a_number_a_spreadsheet_rounded_is_refused_whatever_its_check_digit() -> None:
    read = taken("r1-id-as-number.xlsx")
    assert (read.added, len(read.bad)) == (0, 40)
    assert {row.reasons for row in read.bad} == {(CUT,)}


def test_a_hidden_sheet_is_named_and_not_read() -> None:
    before = known()
    read = taken("r2-hidden-old-sheet-first.xlsx")
    assert known() - before == {"新人一"}
    assert dict(read.source.facts) == {
        "文件": "r2-hidden-old-sheet-first.xlsx",
        "表": "“2026名册”",
        "表头": "第1行",
        "看懂的列": "姓名、性别、身份证号、联系电话、村(社区)、类别、专长、等级、聘任单位、聘任日期",
        "没有用到的列": "没有",
        "没有读的表": "“旧名册”（隐藏的）",
    }


def test_a_cover_sheet_is_passed_over_and_named() -> None:
    read = taken("r3-cover-sheet-first.xlsx")
    assert (read.added, read.bad) == (1, ())
    assert read.source.sentence == (
        "读的是“r3-cover-sheet-first.xlsx”里的“名册”表，表头在第1行；没有读的表：“填表说明”（1行）。"
    )


@pytest.mark.both
def test_days_are_read_in_every_way_that_names_one() -> None:
    read = taken("r5-dates-ten-ways.xlsx")
    assert {since(name) for name in ("期甲", "期丁", "期戊", "期己", "期庚", "期癸", "期子")} == {date(2024, 3, 1)}
    told = reasons(read)
    assert sorted(told) == sorted(("期乙", "期丙", "期辛", "期壬", "期丑"))
    assert "没有写到哪一天" in told["期乙"]
    assert "没有写到哪一天" in told["期丙"]
    assert "年份要写四位" in told["期辛"]
    assert "是一段时间，请把开头写在“聘任日期”，把结束写在“聘任截止”" in told["期壬"]
    assert "日期“长期”看不懂" in told["期丑"]


def test_days_of_a_mac_are_not_four_years_early() -> None:
    assert taken("r12-1904-dates.xlsx").bad == ()
    assert since("苹果") == date(2024, 3, 1)


def test_what_spreadsheets_make_of_text_is_undone_or_told() -> None:
    read = taken("r6-gbk-fullwidth.csv")
    good = {
        "全角": ("370304197001111018", "13900001234"),
        "等号": ("370304197002121023", "13900001235"),
        "制表": ("370304197003131039", "13900001236"),
        "撇号": ("370304197004141044", "13900001237"),
        "点零": ("37030419700515105X", "13900001239"),
        "小写": ("370304197006161065", "13900001240"),
        "加区": ("370304197008181086", "13900001242"),
    }
    assert {name: (member(name).person.id_number, member(name).person.phone) for name in good} == good
    told = reasons(read)
    assert sorted(told) == sorted(("科学", "两号"))
    assert told["科学"] == CUT
    assert "一个格子里只写一个" in told["两号"]


def test_line_breaks_in_headers_and_the_line_of_the_divider_are_understood() -> None:
    read = taken("r8-bom-sep-line.csv")
    assert (read.added, read.bad, read.source.header_line) == (1, (), 1)
    assert read.source.columns == ("姓名", "性别", "身份证号码", "联系电话", "村（社区）", "人员类别")
    village = member("换行").village
    assert village is not None
    assert village.name == "小海眼"


@pytest.mark.both
def test_names_come_in_as_people_bear_them() -> None:
    read = taken("r13-nasty-names.xlsx")
    kept = known()
    assert {"欧阳娜娜", "王𠅤", "李㛃", "陈䶮", "刘喆", "葛曾䮌", "John Smith", "单"} <= kept
    told = reasons(read)
    assert "不像人名" in told["张(小)"]
    assert "不像人名" in told["王二狗（已调离）"]
    assert "姓名只有一个字，请核对是不是写漏了。" in {reason for row in read.doubtful for reason in row.reasons}
    assert "单" in {row.name for row in read.doubtful}


@pytest.mark.both
def test_other_documents_are_taken_or_told_as_before() -> None:
    read = taken("r15-other-documents.xlsx")
    told = reasons(read)
    assert "15位的老号码" in told["旧号"]
    assert "应当是18位" in told["旧永居"]
    for name in ("夫某", "妻某", "港人", "台人", "永居", "老地码"):
        assert member(name).person.id_number, name


@pytest.mark.parametrize(("name", "refused"), [("w1-old-workbook.xls", "石二"), ("w2-old-workbook-1904.xls", "石二")])
def test_an_old_workbook_comes_in_like_a_new_one(name: str, refused: str) -> None:
    read = taken(name)
    assert (read.added, reasons(read)) == (1, {refused: CUT})
    assert since("石大成") == date(2024, 3, 1)
    assert read.source.left_out == ("“旧名册”（隐藏的）",)
    assert read.source.header_line == 2


def test_a_phone_that_was_cut_is_told() -> None:
    read = take("名册.xlsx", workbook([["姓名", "类别", "电话"], ["石大成", "党员", 1390000010013900]]))
    assert reasons(read) == {"石大成": "电话被表格软件截短了，请把这一列改成“文本”重新填。"}


def test_a_formula_that_failed_is_told_by_its_column() -> None:
    read = take("名册.xlsx", workbook([["姓名", "类别", "电话"], ["石大成", "党员", "#N/A"]]))
    assert "“联系电话”这一格是出错的公式" in reasons(read)["石大成"]


def test_numbers_cut_before_they_became_text_are_known_by_all_ending_in_noughts() -> None:
    """One in eleven of them has a fitting check digit by chance."""
    cut = [f"3703981965041{serial:02d}000" for serial in range(40)]
    rows = [
        person(姓名=f"石{chr(0x4E00 + place)}", 身份证号码=number, 手机=f"154{place:08d}")
        for place, number in enumerate(cut)
    ]
    read = take("名册.csv", csv_file(rows))
    assert read.added == 0
    assert all(CUT in row.reasons for row in read.bad)


@pytest.mark.parametrize(
    ("noughts", "others", "cut"), [(3, 0, True), (2, 0, False), (3, 27, False), (4, 27, True), (0, 5, False)]
)
def test_a_few_true_numbers_end_in_noughts(noughts: int, others: int, cut: bool) -> None:
    numbers = ["370398196504120000"] * noughts + [id_number(serial) for serial in range(1, others + 1)]
    assert end_in_noughts(numbers) is cut


@pytest.mark.parametrize(
    ("since_when", "until", "kept"),
    [
        ("二〇二四年三月一日", "长期", (date(2024, 3, 1), None)),
        ("二○二四年十二月三十一日", "2027.2.28", (date(2024, 12, 31), date(2027, 2, 28))),
        ("二零二四年十月二十日", "不限", (date(2024, 10, 20), None)),
        (45352, 46446, (date(2024, 3, 1), date(2027, 2, 28))),
        (20240301, None, (date(2024, 3, 1), None)),
    ],
)
def test_terms_are_read_in_words_numbers_and_for_good(
    since_when: object, until: object, kept: tuple[date, date | None]
) -> None:
    header = ["姓名", "类别", "电话", "聘任单位", "聘任日期", "聘任截止"]
    row = ["石大成", "党员", "15412345678", "小海眼社区调委会", since_when, until]
    assert take("名册.xlsx", workbook([header, row])).bad == ()
    (appointment,) = member("石大成").appointments
    assert (appointment.from_on, appointment.until_on) == kept


@pytest.mark.parametrize(
    "day", ["1024-03-01", "0001-01-01", "9999-12-31", "45352", "二〇二四年十三月一日", "2024", 2024.3]
)
def test_what_names_no_day_is_told(day: object) -> None:
    header = ["姓名", "类别", "电话", "聘任单位", "聘任日期"]
    read = take("名册.xlsx", workbook([header, ["石大成", "党员", "15412345678", "小海眼社区调委会", day]]))
    assert "日期“" in reasons(read)["石大成"]


@pytest.mark.parametrize("hours", ["0000999999999999", "81", "-1", "1.5", "一"])
def test_hours_beyond_the_week_are_told(hours: str) -> None:
    read = take("名册.csv", csv_file([["石大成", "党员", "15412345678", hours]], ["姓名", "类别", "电话", "每周小时"]))
    assert "每周小时" in reasons(read)["石大成"]


def test_without_a_header_the_sheets_that_were_looked_at_are_named() -> None:
    content = workbook([["说明"]], sheets=2)
    with pytest.raises(Invalid, match=r"没有找到表头.*看过的表：“Sheet”、“Sheet1”"):
        read_table("名册.xlsx", content)


def test_a_missing_column_is_told_with_sheet_and_line() -> None:
    with pytest.raises(Invalid, match="“Sheet”表的第2行是表头，少了这一列：类别"):
        read_table("名册.xlsx", workbook([["标题"], ["姓名", "电话"], ["石大成", "1"]]))


def test_the_page_names_what_was_read_and_what_was_left_out(
    app: Flask, client_of: Callable[[str], FlaskClient]
) -> None:
    def send(name: str, once: str, content: bytes) -> str:
        sent = {"file": (io.BytesIO(content), name), "once": once}
        client = client_of("clerk")
        answer = client.post("/mediators/roster", data=sent, content_type="multipart/form-data", follow_redirects=True)
        return answer.get_data(as_text=True)

    good = send("r2.xlsx", "1", (INPUTS / "r2-hidden-old-sheet-first.xlsx").read_bytes())
    assert "读的是“r2.xlsx”里的“2026名册”表，表头在第1行；没有读的表：“旧名册”（隐藏的）。" in good
    bad = send("名册.xlsx", "2", xlsx_file([person(人员类别="能人")]))
    for said in ("这次读的是", "“Sheet”", "第1行", "没有用到的列", "备注", "一行也没有导入"):
        assert said in bad
    short = send("名册.xlsx", "3", xlsx_file([person(姓名="石")]))
    for said in ("导入好了：新增1人", "已经导入，请再核对的行", "姓名只有一个字"):
        assert said in short
