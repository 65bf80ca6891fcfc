"""Who is kept away, and to whom an accusation may go (信访工作条例 第30条)."""

from __future__ import annotations

from datetime import date

import pytest

from app.accusations.rules import (
    Accused,
    Town,
    carrier_fault,
    day_fault,
    hand_over_number,
    is_outside,
    is_reachable,
    parts_of,
    receiver_fault,
)

TOWN = Town(
    "白塔镇",
    ["小海眼", "赵庄", "白塔"],
    ["白塔镇人民政府", "白塔镇信访工作办公室", "白塔镇规划建设办公室"],
)
CADRE = Accused("孙被告", "小海眼社区居民委员会")
STATION_HEAD = Accused("规站长", "白塔镇规划建设办公室")
NOBODY_KNOWN = Accused("开铲车的那个干部")


@pytest.mark.parametrize(
    ("receiver", "accused"),
    [
        ("博山区纪委监委", CADRE),
        ("白塔镇纪律检查委员会", CADRE),
        ("白塔镇纪律检查委员会", STATION_HEAD),
        ("白塔镇纪委", Accused("镇长镇有权", "白塔镇")),
        ("博山区纪委监委", NOBODY_KNOWN),
        ("白塔镇人民政府", CADRE),
        ("淄博市纪委监委", Accused("区纪委李某", "博山区纪委监委")),
    ],
)
def test_a_body_with_authority_receives_it(receiver: str, accused: Accused) -> None:
    assert receiver_fault(receiver, accused, TOWN) is None


@pytest.mark.parametrize(
    ("receiver", "accused", "why"),
    [
        ("孙被告", CADRE, "被检举的人"),
        ("孙 被 告（转纪委）", CADRE, "被检举的人"),
        ("李和平同志", Accused("李和平"), "被检举的人"),
        ("贝主任", Accused("孙被告、贝主任", "小海眼社区"), "被检举的人"),
        ("小海眼社区居委会", CADRE, "被检举的单位"),
        ("博山区白塔镇规划建设办公室党支部", STATION_HEAD, "被检举的单位"),
        ("规划建设办公室", STATION_HEAD, "被检举的单位"),
        ("白塔镇纪委", Accused("纪书记", "白塔镇纪律检查委员会"), "被检举的单位"),
        ("博山区纪委", Accused("区里的李某", "博山区纪委监委、第三监察室"), "被检举的单位"),
        ("赵庄村委会", CADRE, "村、社区"),
        ("赵庄村党支部", CADRE, "村、社区"),
        ("赵庄", CADRE, "村、社区"),
        ("隔壁镇大李社区", CADRE, "村、社区"),
        ("外镇大李村村民委员会", CADRE, "村、社区"),
        ("白塔镇人民政府", STATION_HEAD, "镇政府"),
        ("镇政府", STATION_HEAD, "镇政府"),
        ("白塔镇信访工作办公室", STATION_HEAD, "镇政府"),
        ("白塔镇人民政府", Accused("规站长", "规划建设办公室"), "镇政府"),
        ("白塔镇人民政府", Accused("镇长"), "镇政府"),
        ("白塔镇人民政府", Accused("镇有权", "白塔镇"), "镇政府"),
        ("白塔镇政府", NOBODY_KNOWN, "镇政府"),
    ],
)
def test_whoever_might_warn_the_accused_never_receives_it(receiver: str, accused: Accused, why: str) -> None:
    said = receiver_fault(receiver, accused, TOWN)
    assert said is not None
    assert why in said
    assert "第三十条" in said


@pytest.mark.parametrize("receiver", ["", "  ", "纪"])
def test_a_receiver_must_be_named(receiver: str) -> None:
    assert receiver_fault(receiver, CADRE, TOWN) == "请写移交给哪个单位，写全称。"


def test_the_accused_does_not_carry_the_envelope() -> None:
    assert carrier_fault("纪干事", CADRE) is None
    assert "不能由被检举的人送" in (carrier_fault("孙被告", Accused("站长孙被告")) or "")
    assert carrier_fault(" ", CADRE) == "请写谁送去的。"


@pytest.mark.parametrize(
    ("accused", "name", "office", "outside"),
    [
        (Accused("纪书记"), "纪书记", "", True),
        (Accused("纪 书 记"), "纪书记", "", True),
        (Accused("镇纪委纪书记（兼）、孙被告"), "纪书记", "", True),
        (Accused("不知道姓名的干部", "白塔镇纪委"), "纪书记", "白塔镇纪律检查委员会", True),
        (Accused("白塔镇纪律检查委员会的人"), "纪书记", "白塔镇纪律检查委员会", True),
        (CADRE, "纪书记", "白塔镇纪律检查委员会", False),
        (Accused("镇有权", "白塔镇"), "纪书记", "白塔镇纪律检查委员会", False),
        (Accused("某干部", ""), "纪书记", "", False),
    ],
)
def test_the_accused_and_the_accused_unit_are_outside(accused: Accused, name: str, office: str, outside: bool) -> None:
    assert is_outside(accused, name=name, office=office) is outside


def test_a_line_of_several_names_is_read_name_by_name() -> None:
    assert parts_of("张三、李四（站长）") == ["张三", "李四", "站长"]
    assert parts_of("张三和李四") == ["张三和李四", "张三", "李四"]
    assert parts_of("李和平") == ["李和平"]
    assert parts_of("白塔镇") == parts_of("博山区") == parts_of("") == []
    assert parts_of("小海眼社区") == ["小海眼社区"]


@pytest.mark.parametrize(
    ("name", "phone", "address", "reachable"),
    [
        ("钱守密", "13987654321", "", True),
        ("钱守密", "", "赵庄村密院9号", True),
        ("钱守密", " ", "", False),
        ("匿名", "13987654321", "赵庄村", False),
        ("", "13987654321", "", False),
    ],
)
def test_only_who_left_a_name_and_a_place_can_be_told(name: str, phone: str, address: str, reachable: bool) -> None:
    assert is_reachable(name, phone=phone, address=address) is reachable


def test_the_letters_of_this_room_have_a_word_of_their_own() -> None:
    assert hand_over_number("白信访", 2026, 3) == "白信检〔2026〕3号"
    assert hand_over_number("白信", 2027, 1) == "白信检〔2027〕1号"


def test_a_day_is_given_has_come_and_is_not_too_early() -> None:
    today, first = date(2026, 11, 23), date(2026, 11, 20)
    assert day_fault(None, today=today, earliest=first, fault="早了。") == "请填日子。"
    assert "还没有到" in (day_fault(date(2026, 11, 24), today=today, earliest=first, fault="早了。") or "")
    assert day_fault(date(2026, 11, 19), today=today, earliest=first, fault="早了。") == "早了。"
    assert day_fault(first, today=today, earliest=first, fault="早了。") is None
    assert day_fault(today, today=today, earliest=first, fault="早了。") is None
