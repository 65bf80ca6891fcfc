"""The other legal routes by kind of dispute, each with its article; what was handed out keeps what it told."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from app.cases.papers.fill_notices import termination_notice
from app.cases.papers.older_routes import older_routes
from app.cases.papers.print_papers import rights_notice
from app.cases.papers.routes import BESIDES, PAYMENT_ORDER, other_routes
from app.core.errors import Invalid
from app.core.terms import DisputeType
from tests.petitions.refusing import refused
from tests.print.samples import NOTICE_B
from tests.story import Story

COURT = "向有管辖权的人民法院提起诉讼"
TOLD: dict[DisputeType, list[str]] = {
    **{kind: [COURT] for kind in DisputeType},
    DisputeType.HOUSING_HOMESTEAD: ["由人民政府处理", "六十日内申请行政复议", "先申请行政复议", COURT],
    DisputeType.FOREST_LAND: ["由人民政府处理", "六十日内申请行政复议", "农村土地承包仲裁委员会"],
    DisputeType.LABOUR: ["不经调解直接向劳动争议仲裁委员会", "劳动保障监察", "劳务关系，不用先仲裁"],
    DisputeType.LAND_REQUISITION: ["申请行政复议或者提起行政诉讼", "先申请行政复议", COURT],
    DisputeType.POLLUTION: ["生态环境主管部门", COURT],
    DisputeType.CONSUMER: ["消费者协会", COURT],
    DisputeType.MEDICAL: ["卫生健康主管部门", COURT],
    DisputeType.TRAFFIC: ["公安机关交通管理部门", COURT],
    DisputeType.INTELLECTUAL_PROPERTY: ["主管知识产权的行政机关"],
    DisputeType.MARRIAGE_FAMILY: [COURT, "人身安全保护令"],
}


@pytest.mark.parametrize("kind", DisputeType)
def test_every_kind_of_dispute_is_told_its_routes_in_this_order(kind: DisputeType) -> None:
    told = "；".join(other_routes(kind))
    places = [told.find(words) for words in TOLD[kind]]
    assert -1 not in places
    assert places == sorted(places)
    assert not any(route.endswith(("。", "；")) for route in other_routes(kind))


def test_reconsideration_has_sixty_days_and_a_suit_thirty_and_one_is_no_or_the_other() -> None:
    (decided,) = [one for one in other_routes(DisputeType.HOUSING_HOMESTEAD) if "处理决定不服" in one]
    assert re.findall(r"(六十|三十)日内(申请行政复议|向人民法院起诉)|(六十|三十)日内", decided)
    assert "六十日内申请行政复议（《行政复议法》第二十条）" in decided
    assert "三十日内向人民法院起诉（《土地管理法》第十四条）" in decided
    assert "已经依法取得的所有权、使用权的，要先申请行政复议（《行政复议法》第二十三条）" in decided


def test_contracted_land_is_told_its_arbitration_once_whatever_kind_was_chosen() -> None:
    for kind in (DisputeType.CONTRACT, DisputeType.FOREST_LAND):
        told = "；".join(other_routes(kind, is_land_contract=True))
        assert told.count("农村土地承包仲裁委员会") == 1


@pytest.mark.parametrize("kind", DisputeType)
def test_what_is_ticked_is_told_besides_and_nothing_twice(kind: DisputeType) -> None:
    plain = other_routes(kind)
    assert other_routes(kind, ticked=["court"])[: len(plain)] == plain
    for code, (word, sentence) in BESIDES.items():
        told = other_routes(kind, ticked=[code])
        assert set(plain) <= set(told), "what the law wants told is told whatever is ticked"
        assert any(word in route for route in told), code
        assert (sentence in told and sentence not in plain) == (word not in "".join(plain))
    every = other_routes(kind, ticked=list(BESIDES))
    assert len(every) == len(set(every))


def test_the_printed_notice_tells_what_was_ticked_at_the_end(app: Flask) -> None:
    story = Story().register(dispute_type=DisputeType.NEIGHBOURS).start_at("village").accept().consent().tell_rights()
    story.choose_mediators().not_reached().next("stop").tell_routes(routes=["court", "police"])
    told = termination_notice(story.case).routes
    assert told == (*other_routes(DisputeType.NEIGHBOURS), "涉及治安、刑事的，向公安机关报案")


def test_facts_nobody_disputes_are_printed_when_all_agreed_to_it(app: Flask) -> None:
    story = Story().register(dispute_type=DisputeType.NEIGHBOURS).start_at("village").accept().consent().tell_rights()
    story.choose_mediators().not_reached().next("stop")
    one, other = (str(party.id) for party in story.case.parties)
    facts = {"undisputed": "墙是2019年砌的。\n中间空0.92米。"}
    for said in ({one: "yes", other: "no"}, {one: "yes"}, {}):
        with refused(Invalid, "要各方都同意才能写进告知书", field="undisputed"):
            story.tell_routes(**facts, undisputed_agreed=said)
    story.tell_routes(**facts, undisputed_agreed={one: "yes", other: "yes"})
    assert termination_notice(story.case).undisputed_facts == ("墙是2019年砌的。", "中间空0.92米。")


def test_a_notice_keeps_what_it_told_and_an_older_one_says_what_it_said() -> None:
    assert NOTICE_B.told_routes == ()
    assert NOTICE_B.routes == older_routes(NOTICE_B.dispute_type)
    assert replace(NOTICE_B, told_routes=("去法院",)).routes == ("去法院",)


def test_a_notice_of_today_tells_the_law_of_today(app: Flask) -> None:
    story = Story().register(is_land_contract=True).start_at("village").accept()
    assert rights_notice(story.case).routes == other_routes(story.case.dispute_type, is_land_contract=True)


def test_the_payment_order_names_its_article() -> None:
    assert "申请支付令（《劳动争议调解仲裁法》第十六条）" in PAYMENT_ORDER


@pytest.mark.parametrize(
    ("changes", "article"),
    [
        ({"dispute_type": DisputeType.LABOUR}, "《劳动争议调解仲裁法》第十四条"),
        ({"is_land_contract": True}, "《农村土地承包经营纠纷调解仲裁法》第十条"),
    ],
)
def test_where_the_law_wants_writing_an_oral_agreement_is_refused_with_its_article(
    app: Flask, changes: dict[str, object], article: str
) -> None:
    story = Story().register(**changes).start_at("village").accept().consent().tell_rights().choose_mediators().sit()
    with refused(Invalid, article, field="form"):
        story.answer("mediate", outcome="agreed", form="oral", partial="no")
    story.answer("mediate", outcome="agreed", form="written", partial="no")
    assert story.open == ["draft"]
