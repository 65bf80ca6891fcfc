"""Records that are true: a case of two months ago entered on one page, a mediator replaced after it was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from app.core.db import db
from app.core.transaction import transaction
from app.mediators.actions.set_state import set_state
from app.mediators.models import PoolMember, PoolState
from app.organisations.models import Person
from tests.agreements.paths import Path as Agreed
from tests.journeys.desk import Desk
from tests.journeys.site import Site
from tests.town import NOW

APPLIED, AGREED = NOW.date() - timedelta(days=70), NOW.date() - timedelta(days=62)


def fill_whole_case(desk: Desk, other: str, photo: Path) -> None:
    """What the head copies off the paper: two parties, one clause, and the days as they were."""
    desk.choose("怎么谈成的", "手写的协议书（签了字的原件）")
    desk.choose("纠纷类型", "邻里")
    for number, name in ((1, "王甲"), (2, other)):
        row = desk.row(number)
        desk.write("姓名或单位名称", name, row)
        desk.choose("这一位谈成了没有", "谈成了", row)
        desk.choose("怎么签的", "本人签名", row)
    desk.write("纠纷主要事实", "两家因为水沟争吵。")
    desk.write("当事人的请求", "水沟要通")
    desk.choose("在哪一级调的", "村级调解委员会")
    desk.field("谁主持调解").select_option(label="周有福")
    desk.choose("调解员是谁定的", "当事人选的")
    desk.write("哪天来申请的", APPLIED.isoformat())
    desk.choose("权利义务告知了没有", "当时没有告知")
    desk.write("在哪里调的", "村委会")
    desk.write("谁在场", "两家人、周有福")
    desk.write("各方怎么说", "都愿意把沟清了。")
    desk.write("哪天谈成的", AGREED.isoformat())
    clause = desk.row(3)
    desk.write("谁", "王甲", clause)
    desk.write("做什么、不做什么", "把水沟清通", clause)
    desk.write("哪天前做完", (AGREED + timedelta(days=10)).isoformat(), clause)
    desk.field("原件照片").set_input_files(photo)
    desk.write("哪天盖的章", AGREED.isoformat())


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_hand_written_case_of_two_months_ago_is_one_page(site: Site, tmp_path: Path, script: bool) -> None:
    photo = tmp_path / "paper.jpg"
    Image.new("RGB", (300, 200), "white" if script else "grey").save(photo)
    head = site.desk("head", script=script)
    head.open("/").follow("整件补录")
    fill_whole_case(head, "苗有字" if script else "苗无字", photo)
    head.press("录好了")
    assert "整件补录好了" in head.said, head.faults
    shown = head.main.inner_text()
    assert "当事人没履行" in shown
    assert "还没告知权利义务的" in shown
    assert f"{AGREED.year}年{AGREED.month}月{AGREED.day}日盖了章，协议生效" in shown
    assert head.number.startswith(f"（{APPLIED.year}）")


@pytest.fixture
def suspended(site: Site) -> Iterator[str]:
    """A case whose text was reviewed, and whose mediator is suspended until the test is over; its address."""
    with site.app.app_context():
        path = Agreed().drafted().sent().passed()
        address = f"/cases/{path.case.public_id}"
        _set_state(path, PoolState.SUSPENDED)
    yield address
    with site.app.app_context():
        _set_state(path, PoolState.ACTIVE)


def _set_state(path: Agreed, state: PoolState) -> None:
    with transaction():
        member = db.session.query(PoolMember).join(Person).filter(Person.name == "周有福").one()
        days = {"away_from": None, "away_until": None}
        set_state(member, state=state, reason="先停着。", **days, actor=path.account("admin"), now=path.now)


def test_a_suspended_mediator_is_replaced_after_it_was_agreed(site: Site, suspended: str) -> None:
    desk = site.desk("mediator", at=suspended)
    desk.follow("定稿打印")
    desk.choose("定稿吗", "定稿，打印出来签字")
    desk.press("定下来")
    assert "周有福现在是“暂停”，不能签字" in " ".join(desk.faults)
    desk.open(suspended).follow("换调解员")
    expect(desk.main).to_contain_text("谈成以后换，要各方都同意")
    desk.choose("郑守田怎么安排", "主持")
    desk.write("为什么换", "周有福停了。")
    desk.choose("怎么定的", "调委会指定的")
    for name in ("王甲", "王乙"):
        desk.choose(f"{name}同意换吗", "同意")
    desk.press("换成这几位")
    expect(desk.main).to_contain_text("郑守田")
    desk.follow("定稿打印")
    desk.choose("定稿吗", "定稿，打印出来签字")
    desk.press("定下来")
    assert desk.faults == []
