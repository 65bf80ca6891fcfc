"""People walk whole roads in a browser: to the printed agreement, up the ladder, to a stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.db import db
from tests.journeys import road
from tests.journeys.site import Site
from tests.story import Story


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_three_people_walk_from_registration_to_the_printed_agreement(site: Site, tmp_path: Path, script: bool) -> None:
    mediator, head = site.desk("mediator", script=script), site.desk("head", script=script)
    adviser = site.desk("adviser", script=script)
    other = "安有字" if script else "安无字"
    case = road.register(mediator, other)
    road.start(mediator, "村人民调解委员会")
    road.choose_mediators(mediator)
    road.agree(mediator)
    road.draft(mediator)
    road.send_to_adviser(mediator)

    adviser.open("/").follow("办理")
    adviser.choose("意见", "退回修改")
    adviser.write("对第2条的意见", "写明怎么付。")
    adviser.press("答复调解员")

    mediator.open(case)
    assert "起草协议" in mediator.standing
    mediator.follow("起草协议").follow("改协议")
    assert "写明怎么付。" in mediator.main.inner_text()
    mediator.write("做什么、不做什么", "分两次付清王乙墙面修补费", mediator.row(2))
    mediator.press("写好了，看下一步")
    road.send_to_adviser(mediator)

    adviser.open("/").follow("办理")
    adviser.choose_by_keys("意见", "通过")
    adviser.press_by_keys("答复调解员")

    mediator.open(case).follow("定稿打印")
    mediator.choose_by_keys("定稿吗", "定稿，打印出来签字")
    mediator.press_by_keys("定下来")
    road.sign(mediator)

    head.open(case).follow("盖章").press("记下盖章")
    assert "协议生效了" in head.said
    text = head.paper("人民调解协议书", tmp_path)
    clauses = ("在旧墙基础线以内建", "分两次付清王乙墙面修补费")
    for words in ("王甲", other, *clauses, "3000元", "叁仟元整", head.number, "一式三份"):
        assert words in text
    assert "草稿" not in text

    road.perform(mediator.open(case))
    mediator.follow("回访")
    mediator.choose("还要不要接着督促", "都办好了，可以归档")
    mediator.choose("怎么回访的", "电话")
    mediator.everyone("各方满不满意", "满意")
    mediator.write("履行情况和有没有反复", "都做到了。")
    mediator.press("记下回访")
    head.open(case).follow("归档")
    head.choose("材料齐不齐", "是")
    head.press("归档")
    assert head.standing == "已归档。"
    assert [mediator.complaints, head.complaints, adviser.complaints] == [[], [], []]


def test_a_dispute_climbs_the_ladder_to_the_town(site: Site, tmp_path: Path) -> None:
    """From the second rung on the screen: the first steps are those of every dispute."""
    mediator, clerk = site.desk("mediator"), site.desk("clerk")
    with site.app.app_context():
        story = Story().mediating_at("clan")
        case = f"/cases/{story.case.public_id}"
        assert "家族调解小组" in mediator.open(case).standing
        story.not_reached().next("up")
        assert "村民调解小组" in mediator.open(case).standing
        story.choose_mediators().not_reached().next("up")
        db.session.remove()
    mediator.open(case)
    assert "调解委员会" in mediator.standing
    road.choose_mediators(mediator)
    road.hand_on(mediator, "往上一级")
    assert "白塔镇调解中心：答复移交" in mediator.standing
    own = mediator.number
    mediator.follow("编号、盖章《移交函》").press("编号、盖章")
    assert "还没有送到" in mediator.page.locator("main").inner_text()
    mediator.open(case)
    letter = mediator.paper("移交函", tmp_path)
    assert "白塔镇人民调解委员会" in letter
    assert own in letter

    clerk.open(case).follow("答复移交")
    clerk.choose("接不接", "接下来")
    clerk.write("哪天收到移交函的", "2026-11-23")
    clerk.everyone("各方愿不愿意由我们调", "同意")
    clerk.press("答复对方")
    assert clerk.number.startswith("（2026）白塔人调字第")
    assert clerk.number != own
    road.tell_rights(clerk)
    road.choose_mediators(clerk)
    assert "白塔镇调解中心：调解" in clerk.standing
    ladder = clerk.page.locator(".ladder-words li").all_inner_texts()
    assert ["已调过" in ladder[0], "已调过" in ladder[1], "已调过" in ladder[2], "现在在这里" in ladder[3]] == [
        True
    ] * 4
    assert mediator.open(case).page.locator("h1").inner_text() == clerk.heading.inner_text()


def test_a_party_stops_mediation_and_is_told_where_else_to_go(site: Site, tmp_path: Path) -> None:
    with site.app.app_context():
        address = f"/cases/{Story().mediating_at('village').case.public_id}"
        db.session.remove()
    mediator = site.desk("mediator").open(address)
    mediator.follow("终止调解")
    mediator.question("谁要求终止").locator("fieldset.party").first.get_by_label("本人要求终止", exact=True).check()
    mediator.write("为什么终止", "要去起诉。")
    mediator.press("记下来").follow("书面告知结果和其他途径")
    mediator.choose("为什么结束", "当事人要求终止调解")
    mediator.write("把原因写清楚", "申请人要去起诉。")
    mediator.choose("告诉了哪些途径", "向人民法院起诉")
    mediator.everyone("怎么告知各方的", "当面交给本人")
    mediator.write("哪天告知的", "2026-11-23")
    mediator.press("记下已经告知")
    assert mediator.standing == "已终止。"
    notice = mediator.paper("终止调解告知书", tmp_path)
    assert "申请人要去起诉。" in notice
    assert "人民法院" in notice
