"""A letter that many signed: everybody is kept, counted and printed (signatures are not limited, 第20条)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.name_list import MOST_NAMES, list_fault, names_in
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.models import Petition, Petitioner
from app.petitions.papers.fill_sheets import sheet_of
from app.petitions.papers.who_signed import FEW, described_and_named
from app.petitions.queries import earlier_petitions, petitions_like
from app.petitions.terms import Channel
from tests.petitions.reading import words_of
from tests.petitions.screen import ClientOf, fault_at, words
from tests.petitions.test_register_page import PAGE, letter, person, registered
from tests.petitions.way import DESK, Way

COLUMNS = "甲乙丙丁戊己庚辛壬癸"


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of("petition")


def people(count: int, first: int = 0) -> list[str]:
    """Names that differ."""
    return [f"钱{COLUMNS[n // 100 % 10]}{COLUMNS[n // 10 % 10]}{COLUMNS[n % 10]}" for n in range(first, first + count)]


def sheet(petition: Petition) -> str:
    return words_of(sheet_of(petition, "registration", row_id=0, actor=Way().account(DESK), now=Way().now))


@pytest.mark.both
def test_thirty_five_rows_are_thirty_five_people(app: Flask, desk: FlaskClient) -> None:
    typed = letter(desk)
    for place, name in enumerate(people(35)):
        typed |= person(place, name=name, phone="", address=f"赵庄{place}号")
    page = desk.post(PAGE, data=typed, follow_redirects=True)
    petition = registered()
    assert [one.name for one in petition.petitioners] == people(35)
    assert petition.signatures == 35
    assert all(name in words(page) for name in people(35))
    assert "35人" in words(page)
    printed = sheet(petition)
    assert all(name in printed for name in people(35))
    assert "35人" in printed


def test_a_pasted_list_is_kept_counted_and_printed_to_the_last_name(app: Flask, desk: FlaskClient) -> None:
    listed = "\r\n".join(f"{place}. {name}" for place, name in enumerate(people(470), start=1))
    page = desk.post(PAGE, data=letter(desk, signers=listed), follow_redirects=True)
    petition = registered()
    assert [one.name for one in petition.petitioners] == ["赵丙", *people(470)]
    assert petition.signatures == 471
    assert petition.names == "赵丙、钱甲甲甲等471人"
    assert all(name in words(page) for name in people(470))
    assert "其他联名的人，470人" in words(page)
    printed = sheet(petition)
    assert [name for name in people(470) if name not in printed] == []
    assert "以上470人。" in printed
    assert earlier_petitions(petition) == []


def test_a_larger_count_on_the_letter_is_kept(app: Flask, desk: FlaskClient) -> None:
    desk.post(PAGE, data=letter(desk, signers="\n".join(people(3)), signatures="40"))
    assert registered().signatures == 40


@pytest.mark.both
def test_a_count_left_empty_is_that_of_the_names(app: Flask, desk: FlaskClient) -> None:
    desk.post(PAGE, data=letter(desk, signers="\n".join(people(3)), signatures=""))
    assert registered().signatures == 4


@pytest.mark.both
def test_those_who_only_signed_are_no_visitors(app: Flask, desk: FlaskClient) -> None:
    assert desk.post(PAGE, data=letter(desk, channel="visit", signers="\n".join(people(40)))).status_code == 302
    typed = letter(desk, channel="visit", **{"petitioners-1-phone": "13900002222"})
    for place in range(1, 6):
        typed |= person(place, name=people(6)[place], phone=f"1390000333{place}")
    refused = desk.post(PAGE, data=typed)
    assert refused.status_code == 422
    assert "代表不超过五人" in words(refused)


def test_a_name_that_stands_twice_is_asked_about_and_nothing_is_lost(app: Flask, desk: FlaskClient) -> None:
    page = desk.post(PAGE, data=letter(desk, signers="钱一\n赵丙\n孙三"))
    assert page.status_code == 422
    assert "赵丙写了不止一次" in fault_at(page, "signers")
    assert "钱一赵丙孙三" in words(page)
    assert db.session.query(Petitioner).count() == 0
    assert desk.post(PAGE, data=letter(desk, signers="钱一\n赵丙（东街）\n孙三")).status_code == 302


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("钱一\n孙二\n\n", ["钱一", "孙二"]),
        ("1、钱一\n2、孙 二\n（3）李　三", ["钱一", "孙二", "李三"]),
        ("钱一、孙二，李三；周四", ["钱一", "孙二", "李三", "周四"]),
        ("1.钱一\t孙二\n2.李三", ["钱一", "孙二", "李三"]),
        ("John Smith", ["John Smith"]),
        ("买买提•吐尔逊\u200b", ["买买提·吐尔逊"]),
        ("一、钱一\n二、孙二\n十一、李三", ["钱一", "孙二", "李三"]),
        ("（一）钱一\n(二)孙二\n一.李三\n第4位：周四", ["钱一", "孙二", "李三", "周四"]),
        ("\uff11\uff0e钱一\n\uff12、孙二\n①李三\n4-周四\n5。吴五。", ["钱一", "孙二", "李三", "周四", "吴五"]),
        ("\u200b1.\u200b钱一\n1\t孙二\n2\t第五伦", ["钱一", "孙二", "第五伦"]),
        ("  \n 、", []),
    ],
)
def test_lists_are_read_as_people_paste_them(app: Flask, pasted: str, names: list[str]) -> None:
    assert names_in(pasted) == names


def test_what_is_no_list_of_people_is_said(app: Flask) -> None:
    many = [f"{name}{sign}" for sign in "东西南" for name in people(1000)][: MOST_NAMES + 1]
    assert list_fault("\n".join(many[:-1])) is None
    assert "多了1个" in str(list_fault("\n".join(many)))
    assert "不像一个人的名字" in str(list_fault("字" * 61))
    assert "点" in str(list_fault("钱一\n阿卜杜·"))


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("序号\t姓名\n1\t钱一", "“序号”不像"),
        ("钱一\t男\t54", "“男”不像"),
        ("1\t钱一\t13900001111", "“13900001111”不像"),
        ("钱一\n王", "“王”不像"),
        ("1、钱一 孙二", "“钱一 孙二”是几个人"),
        ("1 钱一 男 54", "是几个人"),
        ("欧阳 小红", "是几个人"),
        ("張三\n张三", "张三写了不止一次"),
    ],
)
def test_what_may_be_no_name_or_several_is_asked_about(app: Flask, pasted: str, said: str) -> None:
    """What stands in a sheet beside the names is never kept as somebody who signed."""
    assert said in str(list_fault(pasted))


def test_a_name_above_is_known_in_the_list_in_another_spelling(app: Flask) -> None:
    assert "張三写了不止一次" in str(list_fault("張三\n钱一", ["张三"]))
    assert list_fault("钱一", ["张三", "张三"]) is None


@pytest.mark.both
def test_few_bare_names_keep_their_room_to_write_on(app: Flask) -> None:
    bare = tuple(PetitionerIntake(name=name) for name in people(FEW + 2))
    few = Way().register(petitioners=bare[: FEW + 1]).petition
    assert described_and_named(few) == (list(few.petitioners), [])
    known = PetitionerIntake(name="赵丙", phone="13900001111")
    many = Way().register(petitioners=(*bare, known), channel=Channel.LETTER).petition
    described, named = described_and_named(many)
    assert ([one.name for one in described], named) == ([people(1)[0], "赵丙"], people(FEW + 1, first=1))


@pytest.mark.both
def test_somebody_far_down_a_joint_letter_is_known_again_in_another_spelling(app: Flask, desk: FlaskClient) -> None:
    first = Way().register(village="赵庄", petitioners=(PetitionerIntake(name="单·阿古拉"),)).petition
    listed = "\n".join([*people(60), "單•阿古拉"])
    desk.post(PAGE, data=letter(desk, signers=listed), follow_redirects=True)
    later = db.session.query(Petition).order_by(Petition.id.desc()).first()
    assert later.region == first.region
    assert earlier_petitions(later) == [first]


@pytest.mark.both
def test_a_joint_letter_asks_for_its_names_in_one_question(app: Flask, desk: FlaskClient) -> None:
    desk.post(PAGE, data=letter(desk, signers="\n".join(people(60))), follow_redirects=True)
    petition, asked = registered(), []
    assert len(petition.petitioners) == 61

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    earlier_petitions(petition)
    sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len(asked) == 2


@pytest.mark.parametrize("written", ["138 1234 5678", "+86-13812345678", "138\u30001234-5678"])
def test_the_same_telephone_is_known_however_it_is_written(app: Flask, written: str) -> None:
    first = Way().register(petitioners=(PetitionerIntake(name="钱一", phone="13812345678"),)).petition
    again = Way().register(petitioners=(PetitionerIntake(name="孙二", phone=written),)).petition
    assert list(earlier_petitions(again)) == [first]
    assert list(petitions_like(name="", id_number="", phone=written)) == [again, first]
