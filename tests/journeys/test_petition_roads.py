"""People walk petitions in a browser: to the re-review, converted, settled, told where to go, objected to, three."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.core.db import db
from tests.journeys import petition_road as road
from tests.journeys.site import Site
from tests.petitions.way import Way


def come_to(site: Site, walk: Callable[[], Way]) -> str:
    """Take a petition through its first steps, which other journeys walk on the screen; the address of its page."""
    with site.app.app_context():
        address = f"/petitions/{walk().petition.public_id}"
        db.session.remove()
    return address


@pytest.mark.parametrize(
    "script", [True, pytest.param(False, marks=pytest.mark.campaign)], ids=["with script", "without script"]
)
def test_an_ordinary_petition_goes_all_the_way_to_the_re_review(site: Site, tmp_path: Path, script: bool) -> None:
    desk, leader = site.desk("petition", script=script), site.desk("leader", script=script)
    handler = site.desk("handler", script=script)
    petition = road.register(desk, name="褚一" if script else "褚二")
    road.sort(desk, "", "信访程序（第六项）")
    road.decide(desk, "受理")
    road.issue(desk, leader, petition)
    told = desk.paper("信访事项受理告知书", tmp_path)
    for words in ("白塔镇人民政府", "褚一" if script else "褚二", "白信访〔2026〕", "2027年1月22日"):
        assert words in told
    assert "草稿" not in told

    road.assign(desk)
    assert "规划建设办公室" in desk.main.inner_text()
    road.find_out(handler, petition)
    road.write_opinion(handler)
    road.issue(desk, leader, petition)
    opinion = desk.paper("信访事项处理意见书", tmp_path)
    for words in (road.REQUEST, "手续齐全，现场核对无误。", "第六十二条", "三十日内", "博山区人民政府请求复查"):
        assert "".join(words.split()) in opinion

    road.go_up(desk, "区政府收到了复查请求", "区政府")
    road.go_up(desk, "市政府收到了复核请求", "市政府")
    assert "三级终结" in desk.main.inner_text()
    assert [desk.complaints, leader.complaints, handler.complaints] == [[], [], []]


def test_a_simple_one_is_converted_and_keeps_its_acceptance_date(site: Site, tmp_path: Path) -> None:
    desk, leader = site.desk("petition"), site.desk("leader")
    petition = come_to(site, lambda: Way().register().sort())
    desk.open(petition).follow("决定怎么办理")
    desk.choose("怎么办理", "简易办理")
    desk.write("理由", "事情清楚。")
    desk.choose("怎么告诉信访人", "打电话")
    desk.press("就这么办").follow("办理并答复")
    desk.choose("办得怎么样", "不适合简易办理，转普通程序")
    desk.choose("为什么转", "信访人不同意答复")
    desk.press("答复好了")
    road.issue(desk, leader, petition)
    assert "2026年11月23日" in desk.paper("信访事项受理告知书", tmp_path)
    assert "分给承办单位" in desk.standing


def test_one_is_settled_by_mediation_while_the_sixty_days_run(site: Site, tmp_path: Path) -> None:
    desk, handler = site.desk("petition"), site.desk("handler")
    petition = come_to(site, lambda: Way().investigating())
    desk.open(petition).follow("转人民调解")
    desk.choose("双方都同意调解吗", "双方都同意")
    desk.write("对方是谁", "王甲")
    desk.choose("什么纠纷", "邻里")
    desk.write("纠纷的简要情况", "滴水、通道的事。")
    desk.write("请求", "留出通道。")
    desk.press("登记纠纷")
    assert "六十日照样算" in desk.said
    assert "办结并出具处理意见书" in desk.main.inner_text()

    road.find_out(handler, petition, "双方谈拢了，登记和解、调解")
    desk.open(petition).follow("登记和解、调解")
    desk.choose("怎么谈拢的", "经调解达成")
    desk.choose("双方都自愿吗", "是")
    desk.write("哪天签的", road.TODAY)
    desk.write("跟谁", "王甲")
    desk.write("协议内容", "一、王甲留出0.5米通道。\n二、双方不再争执。")
    desk.choose("了结了哪些", "全部了结，这一项结案")
    desk.press("登记好了")
    assert "和解、调解结案" in desk.main.inner_text()
    paper = desk.paper("调解协议书", tmp_path)
    assert "王甲留出0.5米通道" in paper
    assert "第三十三条" in paper


def test_one_is_told_where_to_go(site: Site, tmp_path: Path) -> None:
    desk, leader = site.desk("petition"), site.desk("leader")
    petition = come_to(site, lambda: Way().register().sort())
    road.decide(desk.open(petition), "不属于镇里管，告知去向", {"归哪个机关": "博山区公路事业发展中心"})
    road.issue(desk, leader, petition)
    assert "已书面告知" in desk.main.inner_text()
    assert "博山区公路事业发展中心" in desk.paper("信访事项去向告知书", tmp_path)


def test_a_wrong_transfer_is_objected_to_and_the_town_stays_responsible(site: Site, tmp_path: Path) -> None:
    desk, leader = site.desk("petition"), site.desk("leader")
    petition = road.register(desk, name="吴七", transferred=True)
    road.sort(desk, "", "信访程序（第六项）")
    road.decide(desk, "转送转错了，提出异议", {"归哪个机关": "博山区水利局"})
    assert "书面告知是否受理" in desk.main.inner_text()
    letter = str(desk.main.locator("section[id^=claim-] .paper-list a").first.get_attribute("href"))
    leader.open(letter).choose("签发吗", "同意签发")
    leader.press("就这么定")
    desk.open(letter).press("编号、盖章")
    desk.choose("怎么送的", "邮寄")
    desk.write("哪天送到的", road.TODAY)
    desk.press("记下来")
    assert "博山区水利局" in desk.open(petition).paper("信访事项异议（退件）函", tmp_path)
    desk.follow("登记转送机关的答复")
    desk.choose("转送机关的答复", "核实同意退回")
    desk.write("谁答复的", "区信访局张科长")
    desk.press("记下答复")
    assert "转送机关同意退回" in desk.main.inner_text()


def test_one_letter_asks_for_three_things_on_three_roads(site: Site) -> None:
    desk = site.desk("petition")
    asked = ("请核实翻建手续。", "请把拖欠的工资要回来。", "建议路口装一盏灯。")
    road.register(desk, name="郑八", requests=asked)
    assert desk.main.locator("section[id^=claim-]").count() == 3
    road.sort(desk, "", "信访程序（第六项）")
    road.sort(desk, "是不是劳动争议、土地承包纠纷这类可以仲裁的？", "仲裁（第二项）")
    road.sort(desk, "是不是只提建议、意见，自己没有要解决的事？", None, "建议意见")
    shown = [one.inner_text() for one in desk.main.locator("section[id^=claim-]").all()]
    assert ["信访程序" in shown[0], "仲裁" in shown[1], "建议意见" in shown[2]] == [True] * 3


def test_a_petitioner_follows_the_matter_with_number_and_code(site: Site, tmp_path: Path) -> None:
    desk = site.desk("petition")
    road.register(desk, name="冯九")
    receipt = desk.paper("信访回执", tmp_path)
    number = desk.number
    code = receipt.split("查询码")[1][:10]
    villager = site.context(size=(390, 844)).new_page()
    villager.goto("/petitions/follow")
    villager.get_by_label("编号").fill(number)
    villager.get_by_label("查询码").fill(code)
    with villager.expect_navigation():
        villager.get_by_role("button", name="查", exact=True).click()
    words = villager.locator("main").inner_text()
    assert road.REQUEST in words
    assert "已经登记" in words


def test_an_accusation_is_gone_for_whoever_typed_it(site: Site) -> None:
    desk, officer = site.desk("petition"), site.desk("discipline")
    desk.open("/petitions/register")
    road.fill_registration(desk, name="举报人甲")
    desk.choose("是检举控告吗", "是，检举、控告干部或者党员违纪违法")
    desk.write("检举控告的是谁", "某站长")
    desk.press("登记")
    assert "已密封" in desk.said
    assert "举报人甲" not in desk.main.inner_text()
    assert "举报人甲" not in desk.open("/petitions/?words=举报人甲").main.inner_text()
    sealed = officer.open("/accusations/").main.locator("table a[href^='/accusations/']").first.get_attribute("href")
    assert "举报人甲" in officer.open(str(sealed)).main.inner_text()
    with desk.page.expect_response(lambda answer: answer.url.endswith(str(sealed))) as found:
        desk.open(str(sealed))
    assert found.value.status == 404
