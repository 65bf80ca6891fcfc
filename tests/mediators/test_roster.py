"""A roster is read as an office wrote it; what is wrong is said by line; a second time changes nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Invalid
from app.core.tables import LARGEST
from app.core.terms import DisputeType, Gender, PoolCategory
from app.core.transaction import transaction
from app.mediators.actions.import_roster import Roster, import_roster
from app.mediators.actions.roster_columns import COLUMNS, field_of
from app.mediators.actions.roster_table import MOST_ROWS, read_table
from app.mediators.actions.roster_template import template_file
from app.mediators.models import PoolMember, PoolState
from app.organisations.models import Person
from tests.mediators.rosters import HEADER, csv_file, id_number, person, xlsx_file
from tests.town import NOW

Clients = Callable[[str], FlaskClient]
pytestmark = pytest.mark.usefixtures("app")


def read_in(content: bytes, name: str = "名册.csv", *, skip_bad: bool = False) -> Roster:
    table = read_table(name, content)
    with transaction():
        return import_roster(table, skip_bad=skip_bad, actor=None, now=NOW)


def member(name: str) -> PoolMember:
    return db.session.scalars(select(PoolMember).join(Person).where(Person.name == name)).one()


def pool_size() -> int:
    return db.session.scalar(select(func.count()).select_from(PoolMember)) or 0


def reasons(roster: Roster) -> str:
    return " ".join(f"{row.line}:{' '.join(row.reasons)}" for row in roster.bad)


@pytest.mark.parametrize("name", ["名册.csv", "名册.xlsx"])
def test_a_person_comes_in_with_everything_the_roster_says(name: str) -> None:
    content = csv_file([person()]) if name.endswith("csv") else xlsx_file([person()], title="白塔镇调解人才库花名册")
    read = read_in(content, name)
    assert (read.is_imported, read.added, read.bad, read.source.unused) == (True, 1, (), ("备注",))
    kept = member("石大成")
    assert (kept.category, kept.grade, kept.state) == (PoolCategory.PARTY_MEMBER, 3, PoolState.ACTIVE)
    assert {one.dispute_type for one in kept.skills} == {DisputeType.NEIGHBOURS, DisputeType.HOUSING_HOMESTEAD}
    assert kept.village is not None
    assert kept.village.name == "小海眼"
    assert [(one.committee.short_name, one.from_on) for one in kept.appointments] == [("小海眼", date(2025, 3, 8))]
    assert (kept.person.gender, kept.person.born_on) == (Gender.MALE, date(1965, 4, 12))
    assert (kept.person.id_number, kept.person.phone) == (id_number(1), "15412345678")


@pytest.mark.both
def test_a_second_time_changes_nothing() -> None:
    rows = [person(), person(姓名="石小翠", 性别="女", 身份证号码="", 手机="0533-4181234", 聘任日期="")]
    read_in(csv_file(rows))
    versions = [(one.id, one.row_version, one.person.row_version) for one in db.session.scalars(select(PoolMember))]
    again = read_in(csv_file(rows))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    db.session.expire_all()
    after = [(one.id, one.row_version, one.person.row_version) for one in db.session.scalars(select(PoolMember))]
    assert after == versions
    assert len(member("石小翠").appointments) == 1


@pytest.mark.both
def test_what_differs_is_brought_up_to_date_and_empty_cells_change_nothing() -> None:
    read_in(csv_file([person()]))
    with transaction():
        member("石大成").state = PoolState.SUSPENDED
    read = read_in(csv_file([person(等级="二级", 手机="15487654321", 擅长纠纷类型="", 聘任单位="")]))
    assert (read.added, read.changed) == (0, 1)
    kept = member("石大成")
    assert (kept.grade, kept.person.phone, kept.state) == (2, "15487654321", PoolState.SUSPENDED)
    assert len(kept.skills) == 2
    assert len(kept.appointments) == 1


def test_somebody_known_by_name_and_phone_gets_the_missing_id_number() -> None:
    read_in(csv_file([person(身份证号码="")]))
    read = read_in(csv_file([person()]))
    assert (read.added, read.changed) == (0, 1)
    assert member("石大成").person.id_number == id_number(1)


def test_nothing_comes_in_while_a_row_is_bad() -> None:
    before = pool_size()
    read = read_in(csv_file([person(), person(姓名="石二", 身份证号码=id_number(3)[:-1] + "?")]))
    assert not read.is_imported
    assert [(row.line, row.name) for row in read.bad] == [(3, "石二")]
    assert pool_size() == before
    assert "一行也没有导入" in read.summary


def test_bad_rows_are_left_out_when_asked() -> None:
    rows = [person(), person(姓名="石二", 身份证号码=id_number(3), 人员类别="能人", 手机="15412345679")]
    read = read_in(csv_file([row[: len(HEADER)] for row in rows]), skip_bad=True)
    assert (read.is_imported, read.added, len(read.bad)) == (True, 1, 1)
    assert "跳过1行" in read.summary


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"姓名": ""}, "姓名空着"),
        ({"姓名": "=HYPERLINK(1)"}, "不像人名"),
        ({"姓名": "石1"}, "不像人名"),
        ({"人员类别": ""}, "类别空着"),
        ({"人员类别": "能人"}, "类别“能人”不认识"),
        ({"身份证号码": id_number(1)[:-1] + ("1" if id_number(1)[-1] != "1" else "2")}, "对不上"),
        ({"身份证号码": "370304650412001"}, "15位的老号码"),
        ({"身份证号码": "3.70398196504120E+17"}, "截短了，请把这一列改成“文本”重新填"),
        ({"身份证号码": "370398196504120000"}, "截短了，请把这一列改成“文本”重新填"),
        ({"身份证号码": id_number(1, "20120101")}, "未满十八周岁"),
        ({"性别": "女"}, "性别写的是女"),
        ({"性别": "不详"}, "性别“不详”不认识"),
        ({"手机": "1541234"}, "电话“1541234”不对"),
        ({"手机": "", "身份证号码": ""}, "至少要填一样"),
        ({"所在村": "大海沟"}, "没有这个村"),
        ({"聘任单位": "博山区调委会"}, "没有这个调委会"),
        ({"擅长纠纷类型": "邻里、武术"}, "专长“武术”不认识"),
        ({"等级": "特级"}, "等级“特级”不认识"),
        ({"聘任日期": "去年"}, "日期“去年”看不懂"),
        ({"聘任日期": "2025-02-30"}, "看不懂"),
        ({"聘任日期": "2027-01-01"}, "还没有到"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason(changes: dict[str, str], said: str) -> None:
    read = read_in(csv_file([person(**changes)]))
    assert not read.is_imported
    assert said in reasons(read)
    assert reasons(read).startswith("2:")


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    read = read_in(csv_file([person(人员类别="能人", 所在村="大海沟", 等级="特级")]))
    assert len(read.bad[0].reasons) == 3


def test_the_same_person_on_two_lines_is_told() -> None:
    read = read_in(csv_file([person(), person(手机="15400000000")]))
    assert "3:跟第2行是同一个人" in reasons(read)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("欧阳 娜娜", "欧阳娜娜"),
        ("阿依古丽\u30fb买买提", "阿依古丽·买买提"),
        ("古丽米热.艾比布力", "古丽米热·艾比布力"),
        ("买买提\u2027艾力", "买买提·艾力"),
        ("John Smith", "John Smith"),
        ("单", "单"),
        ("田\u3007\u3007", "田\u3007\u3007"),
        ("王\u3000伟", "王伟"),
        ("李\ufe0f四", "李四"),
        ("石\u2f2d", "石山"),
        ("王\u2ea0", "王民"),
        ("王\U00020164", "王\U00020164"),
    ],
    ids=ascii,
)
def test_a_name_comes_in_as_it_was_meant(typed: str, kept: str) -> None:
    read = read_in(csv_file([person(姓名=typed)]))
    assert read.added == 1, read.bad
    assert member(kept).person.name == kept
    assert read_in(csv_file([person(姓名=kept)])).unchanged == 1


@pytest.mark.parametrize("typed", ["张(小)", "王二狗（已调离）", "尉迟恭*", "李·", "王\u202e甲"], ids=ascii)
def test_what_is_no_name_alone_is_refused(typed: str) -> None:
    assert len(read_in(csv_file([person(姓名=typed)])).bad) == 1


def test_an_id_number_with_another_name_is_told() -> None:
    read_in(csv_file([person()]))
    read = read_in(csv_file([person(姓名="石大城")]))
    assert "另一个名字" in reasons(read)


def test_same_name_and_phone_but_another_id_number_is_told() -> None:
    read_in(csv_file([person()]))
    read = read_in(csv_file([person(身份证号码=id_number(3))]))
    assert "身份证号不一样" in reasons(read)


@pytest.mark.parametrize("text", ["2025/3/8", "2025.3.8", "2025年3月8日", "20250308", "2025-03-08 00:00:00"])
def test_days_are_read_as_people_write_them(text: str) -> None:
    read_in(csv_file([person(聘任日期=text)]))
    assert member("石大成").appointments[0].from_on == date(2025, 3, 8)


def test_a_csv_of_an_old_spreadsheet_program_is_read() -> None:
    assert read_in(csv_file([person()], encoding="gb18030")).added == 1


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("公民身份号码", "id_number"),
        ("身份证号（18位）", "id_number"),
        ("村（社区）", "village"),
        (" 联系 电话：", "phone"),
        ("*姓名", "name"),
        ("所属调委会", "committee"),
        ("血型", None),
    ],
)
def test_headers_are_known_as_offices_write_them(header: str, field: str | None) -> None:
    assert field_of(header) == field


def test_columns_that_nobody_reads_are_named_also_the_usual_ones() -> None:
    table = read_table("名册.csv", csv_file([[*person(), "A", "1"]], [*HEADER, "血型", "序号"]))
    assert table.source.unused == ("备注", "血型", "序号")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("名册.xls", b"\xd0\xcf\x11\xe0", "打不开"),
        ("名册.docx", b"PK", "只能读 Excel"),
        ("名册.xlsx", b"not a workbook", "打不开"),
        ("名册.csv", b"", "文件是空的"),
        ("名册.csv", b"\xff\xff\xff\xff", "认不出来"),
        ("名册.csv", "甲,乙\n1,2\n".encode(), "没有找到表头"),
        ("名册.csv", "姓名,电话\n石大成,1\n".encode(), "少了这一列：类别"),
        ("名册.csv", "姓名,类别\n".encode(), "一行也没有"),
        ("名册.csv", "姓名,类别,手机,联系电话\n石,1,1,1\n".encode(), "有两列都是"),
        ("名册.csv", b"x" * (LARGEST + 1), "文件太大"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read_table(name, content)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Invalid, match="行数太多"):
        read_table("名册.csv", csv_file([["石大成", "老党员"]] * (MOST_ROWS + 1), ("姓名", "类别")))


def test_the_template_can_be_filled_in_and_read_back() -> None:
    book = load_workbook(io.BytesIO(template_file()))
    sheet = book["花名册"]
    assert [cell.value for cell in sheet[1]] == [names[0] for names in COLUMNS.values()]
    filled = {"姓名": "石大成", "类别": "老党员", "身份证号": id_number(1)}
    for cell in sheet[1]:
        sheet.cell(2, cell.column).value = filled.get(str(cell.value))
    kept = io.BytesIO()
    book.save(kept)
    assert read_in(kept.getvalue(), "花名册.xlsx").added == 1


def test_the_template_holds_text_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(template_file()))
    assert {cell.number_format for row in book["花名册"].iter_rows(min_row=2) for cell in row} == {"@"}
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_import_is_in_the_trail_without_anybody_s_number() -> None:
    read_in(csv_file([person()]))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "roster:imported")).one()
    assert '"added": 1' in entry.detail
    assert id_number(1) not in entry.detail


def upload(client: FlaskClient, content: bytes, **more: str) -> tuple[int, str]:
    sent = {"file": (io.BytesIO(content), "名册.csv"), "once": "k1", **more}
    answered = client.post("/mediators/roster", data=sent, content_type="multipart/form-data")
    return answered.status_code, answered.get_data(as_text=True)


def test_the_page_reads_a_roster_in(client_of: Clients) -> None:
    assert upload(client_of("clerk"), csv_file([person()]))[0] == 302
    assert member("石大成").grade == 3


def test_a_double_tap_reads_it_in_once(client_of: Clients) -> None:
    client = client_of("clerk")
    upload(client, csv_file([person()]))
    assert upload(client, csv_file([person()]))[0] == 302
    assert len(db.session.scalars(select(AuditEntry).where(AuditEntry.deed == "roster:imported")).all()) == 1


def test_the_page_names_every_bad_row_and_keeps_nothing(client_of: Clients) -> None:
    before = pool_size()
    status, text = upload(client_of("clerk"), csv_file([person(), person(姓名="石二", 人员类别="能人")]))
    assert status == 422
    for words in ("第3行", "石二", "类别“能人”不认识", "一行也没有导入"):
        assert words in text
    assert pool_size() == before


def test_the_page_skips_bad_rows_when_ticked(client_of: Clients) -> None:
    rows = [person(), person(姓名="石二", 人员类别="能人", 身份证号码="", 手机="15400000001")]
    status, text = upload(client_of("clerk"), csv_file(rows), skip_bad="y")
    assert status == 200
    assert member("石大成")
    assert "跳过" in text


@pytest.mark.parametrize("content", [b"", b"\xff\xff"])
def test_an_unreadable_file_is_a_sentence_on_the_page(client_of: Clients, content: bytes) -> None:
    status, text = upload(client_of("clerk"), content)
    assert status == 422
    assert "还要改一改" in text


def test_the_page_without_a_file_says_so(client_of: Clients) -> None:
    answered = client_of("clerk").post("/mediators/roster", data={"once": "k2"})
    assert answered.status_code == 422
    assert "请先选一个文件" in answered.get_data(as_text=True)


@pytest.mark.parametrize("login_name", ["mediator", "head", "justice"])
def test_only_who_manages_the_pool_reads_rosters(client_of: Clients, login_name: str) -> None:
    client = client_of(login_name)
    assert client.get("/mediators/roster").status_code == 403
    assert upload(client, csv_file([person()]))[0] == 403


def test_the_template_is_a_download(client_of: Clients) -> None:
    answered = client_of("admin").get("/mediators/roster-template.xlsx")
    assert answered.data[:2] == b"PK"
    assert "attachment" in answered.headers["Content-Disposition"]
