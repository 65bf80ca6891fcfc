"""Every letter of the town government says on paper what the law wants it to say."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.core.transaction import transaction
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.models.records import Letter
from app.petitions.papers.compose import compose
from app.petitions.papers.letter_paper import letter_paper
from app.petitions.terms import LETTER_TITLES, Channel, LetterKind, Origin
from app.processes.registry import Submission
from tests.letters.letter_way import LetterWay
from tests.petitions.reading import fair_copy, newest_letter, printed, squeezed, words_of
from tests.petitions.way import DESK, HANDLER, LEADER, UPPER, Way


def person(name: str) -> PetitionerIntake:
    return PetitionerIntake(name=name, address="小海眼社区")


def sealed(way: Way, kind: LetterKind, content: dict[str, str]) -> Letter:
    """A letter beside the diagram, signed off and sealed."""
    with transaction():
        letter = draft_letter(kind, content, about=way.claim, actor=way.account(DESK), now=way.now)
    return LetterWay(way.now, letter.id).signed_off().sealed().letter


def result(way: Way, **changes: str) -> Way:
    """The result of a statutory procedure is written."""
    given = {
        "facts": "王甲在院外搭建彩钢棚12平方米，没有取得许可。",
        "opinion": "责令王甲十五日内自行拆除。",
        "basis": "《城乡规划法》第六十五条。",
        "remedy": f"如不服，可以自知道之日起六十日内向{UPPER}申请行政复议，或者六个月内提起行政诉讼。",
        **changes,
    }
    return way.assigned().answer("decide_statutory", HANDLER, **given)


def test_an_acceptance_says_when_what_how_who_until_when_and_how_to_ask(app: Flask) -> None:
    way = Way().register().sort().decide("accepted", handling_unit="白塔镇规划建设办公室", contact="访专干0533-4110001")
    text = printed(way)
    for words in (
        "白塔镇人民政府信访事项受理告知书",
        "王乙：",
        "2026年11月23日，本机关收到你以书信形式提出的信访事项：“请镇里核实翻建手续，答复为什么这样批”",
        f"登记编号：{way.claim.number}",
        "本机关自2026年11月23日起受理",
        "二、处理途径和程序",
        "第三十一条第六项规定的信访程序",
        "承办单位：白塔镇规划建设办公室",
        "六十日，至2027年1月22日届满",
        f"登记编号{way.petition.number}和查询码{way.petition.query_code}",
        "/petitions/follow",
        "评价：办结以后",
        "联系：访专干0533-4110001",
        "特此告知。",
    ):
        assert squeezed(words) in text, words
    assert "接收告知书" not in text


def test_an_end_on_a_rest_day_is_told_as_it_counts_and_as_it_rolls(app: Flask) -> None:
    way = Way().on(date(2026, 8, 3)).register().sort().decide("accepted")
    assert "至2026年10月2日，该日为休息日，顺延至2026年10月8日届满" in printed(way)


def test_a_suggestion_is_received_and_has_no_sixty_days(app: Flask) -> None:
    text = printed(Way().register().sort("suggestion").decide("suggestion"))
    assert "信访事项接收告知书" in text
    assert "本机关已经接收" in text
    assert "第二十九条" in text
    assert "六十日" not in text
    assert "受理告知书" not in text
    assert "复查" not in text


def test_a_converted_simple_case_keeps_its_first_acceptance(app: Flask) -> None:
    way = Way().register().sort().decide("simple", told_how="phone").later(days=4)
    way.answer("answer_simply", outcome="convert", why="complex")
    text = printed(way)
    assert "本机关自2026年11月23日起受理" in text
    assert "现转为普通程序办理，原受理日期不变" in text
    assert "至2027年1月22日届满" in text


def test_a_transferred_petition_names_who_sent_it_under_which_number(app: Flask) -> None:
    text = printed(Way().transferred(transfer_number="博信转〔2026〕118号").sort().decide("accepted"))
    assert "本机关收到博山区信访局转送（编号：博信转〔2026〕118号）的、你以书信形式提出" in text


@pytest.mark.parametrize(
    ("decision", "ground", "article", "instead"),
    [
        ("refused", "upper_handles", "第十九条", "向该机关查询办理情况"),
        ("refused", "court_matter", "第二十条、第三十一条", "通过诉讼、仲裁、行政复议等途径解决"),
        ("refused", "no_content", "第十九条", "补充以后可以重新提出"),
        ("no_longer", "same_after_final", "第三十六条", "作为新的事项提出"),
        ("no_longer", "late_review", "《山东省信访条例》第三十三条", "向复查、复核机关说明"),
    ],
)
def test_a_refusal_tells_ground_article_reasons_and_another_way(
    app: Flask, decision: str, ground: str, article: str, instead: str
) -> None:
    way = Way().register().sort().decide(decision, ground=ground, reason="法院2026年9月已经立案。")
    text = printed(way)
    title = "信访事项不予受理告知书" if decision == "refused" else "信访事项不再受理告知书"
    deed = "不予受理" if decision == "refused" else "不再受理"
    for words in (title, f"决定对该事项{deed}", article, "理由：法院2026年9月已经立案。", instead):
        assert words in text, words


def test_where_to_go_names_the_body_and_says_that_the_town_does_not_transfer(app: Flask) -> None:
    way = Way().register().sort().decide("elsewhere", competent_body="博山区自然资源局", reason="登记归区里管")
    text = printed(way)
    for words in (
        "信访事项去向告知书",
        "提出：博山区自然资源局",
        "第二十三条第一款",
        "不代为转送",
        "理由：登记归区里管。",
    ):
        assert words in text, words


def test_leading_in_names_item_body_procedure_and_limit_and_never_review(app: Flask) -> None:
    way = Way().register().sort(route="arbitration")
    way.decide("led_in", competent_body="博山区劳动人事争议仲裁委员会", procedure="申请劳动仲裁，一年内提出")
    text = printed(way)
    for words in (
        "信访事项程序导入告知书",
        "第三十一条第二项",
        "应当通过仲裁解决",
        "有权处理的机关：博山区劳动人事争议仲裁委员会。",
        "程序和时限：申请劳动仲裁，一年内提出。",
        "本机关不再按信访程序办理",
    ):
        assert words in text, words
    assert "复查" not in text
    assert "复核" not in text


def test_leading_in_here_says_that_the_town_decides_by_that_procedure(app: Flask) -> None:
    way = Way().register().sort(route="duty").decide("led_in_here", procedure="查处违法建设，九十日内作出处理")
    text = printed(way)
    assert "有权处理的机关：白塔镇人民政府。" in text
    assert "第三十一条第五项" in text
    assert "本机关依照上述程序作出处理" in text
    assert "查询码" in text
    assert "复查" not in text


def test_an_objection_goes_to_the_sender_with_reasons_and_the_material(app: Flask) -> None:
    way = Way().transferred(transfer_number="博信转〔2026〕118号").sort()
    way.decide(
        "objection",
        competent_body="博山区住房和城乡建设局",
        reason="该楼盘由区住建局监管。\n镇里没有审批、监管职权。",
        material="来信原件一份\n照片三张",
    )
    text = printed(way)
    for words in (
        "信访事项异议（退件）函",
        "博山区信访局：",
        "你单位转送（编号：博信转〔2026〕118号）的王乙反映",
        "本机关于2026年11月23日收到",
        "第二十三条第三款",
        "五个工作日内（至2026年11月30日）提出异议",
        "镇里没有审批、监管职权。",
        "1.来信原件一份；2.照片三张。",
        "核实同意以前，本机关仍对该事项负责",
        "特此函告，请予核实。",
    ):
        assert words in text, words


def test_a_longer_time_tells_both_ends_and_why_and_not_who_approved(app: Flask) -> None:
    way = Way().on(date(2026, 8, 3)).register().sort().decide("accepted").letter_out().assigned()
    way.investigate("extension", days=30, reason="等测绘结果")
    way.answer("approve_extension", LEADER, outcome="approved", days=30, reason="等测绘结果")
    text = printed(way)
    for words in (
        "信访事项延长办理期限告知书",
        "至2026年10月2日，该日为休息日，顺延至2026年10月8日届满",
        "延长办理期限30日",
        "至2026年11月1日，该日为休息日，顺延至2026年11月2日届满",
        "三、延期的理由等测绘结果。",
        "第三十四条",
    ):
        assert words in text, words
    assert "镇镇长" not in text


def test_an_opinion_has_its_four_parts_stance_and_review_by_the_district(app: Flask) -> None:
    text = printed(Way().investigating().investigate().opinion())
    for words in (
        "信访事项处理意见书",
        "一、投诉请求请镇里核实翻建手续",
        "二、事实和理由经查，王甲翻建的手续齐全",
        "三、处理意见请求事由合理但缺乏法律依据",
        "四、法律法规依据《土地管理法》第六十二条",
        f"三十日内，向{UPPER}请求复查",
    ):
        assert words in text, words


@pytest.mark.parametrize(
    ("stance", "words"),
    [("support", "予以支持"), ("partly", "予以部分支持"), ("explain", "解释说明"), ("not_support", "不予支持")],
)
def test_an_opinion_says_what_it_holds_of_the_request(app: Flask, stance: str, words: str) -> None:
    assert words in compose(newest_letter(Way().investigating().investigate().opinion(stance=stance))).words


def test_an_opinion_names_the_upper_body_even_where_it_was_left_out(app: Flask) -> None:
    way = Way().investigating().investigate().opinion(remedy="如不服，可以在三十日内请求复查。")
    assert f"复查机关：{UPPER}。" in printed(way)


def test_a_statutory_result_tells_reconsideration_and_suit_and_never_review(app: Flask) -> None:
    way = Way().register().sort(route="duty").decide("led_in_here", procedure="查处违法建设").letter_out()
    text = printed(result(way))
    for words in (
        "关于信访诉求依法定程序处理结果的答复",
        "一、查明的事实王甲在院外搭建",
        "二、处理结果责令王甲",
        "三、法律法规依据《城乡规划法》",
        "申请行政复议",
        "提起行政诉讼",
        "特此答复。",
    ):
        assert words in text, words
    assert "复查" not in text


def test_a_hearing_notice_tells_time_place_host_people_and_rights(app: Flask) -> None:
    way = Way().investigating()
    way.action(
        "hearing_notice",
        held_at="2026年12月10日上午9时",
        place="镇政府三楼",
        host="李主持",
        present="信访人王乙\n规站长",
    )
    text = printed(way)
    for words in (
        "信访事项听证通知书",
        "时间：2026年12月10日上午9时。",
        "地点：镇政府三楼。",
        "主持人：李主持。",
        "参加人：信访人王乙；规站长。",
        "陈述事实和理由",
        "申辩",
        "举证",
        "回避",
        "委托代理人参加",
        "特此通知。",
    ):
        assert words in text, words


def test_a_supervision_is_answered_to_its_sender_under_its_number(app: Flask) -> None:
    way = Way().accepted()
    values = {
        "received_on": way.today,
        "from_body": "博山区信访局",
        "number": "博信督〔2026〕3号",
        "text": "请改进审批告知方式。",
        "claim": way.claim.number,
    }
    desk = way.account(DESK)
    with transaction():
        row = register_supervision(Submission(values, way.now, "", desk, way.now))
        letter = answer_supervision(row, Submission({"text": "今后审批前先听取四邻意见。"}, way.now, "", desk, way.now))
    text = words_of(fair_copy(letter))
    for words in (
        "关于督办事项办理情况的报告",
        "博山区信访局：",
        "博信督〔2026〕3号",
        "本机关于2026年11月23日收到",
        "督办内容：请改进审批告知方式。",
        way.claim.number,
        "今后审批前先听取四邻意见。",
        "特此报告。",
    ):
        assert words in text, words


def test_a_closing_report_tells_the_assigning_body_what_was_issued_and_served(app: Flask) -> None:
    way = Way().transferred(origin=Origin.ASSIGNED, transfer_number="博信交〔2026〕9号", reply_due_on=date(2027, 1, 20))
    way.sort().decide("accepted").letter_out().assigned().opinion_out()
    way.action("closing_report", text="经查，手续齐全，已出具处理意见书。")
    text = printed(way)
    for words in (
        "信访事项办结报告",
        "博山区信访局：",
        "你单位交办（编号：博信交〔2026〕9号）的王乙反映",
        "要求在2027年1月20日以前报告结果",
        "经查，手续齐全，已出具处理意见书。",
        "《信访事项处理意见书》（白信访〔2026〕2号），2026年11月23日印发，2026年11月23日送达。",
        "附件：",
    ):
        assert words in text, words


@pytest.mark.both
def test_five_people_are_all_named_and_twelve_are_counted(app: Flask) -> None:
    five = tuple(person(f"王{one}") for one in "甲乙丙丁戊")
    text = printed(Way().register(petitioners=five).sort().decide("accepted"))
    assert "王甲、王乙、王丙、王丁、王戊：" in text
    assert "你们可以要求" in text
    twelve = tuple(person(f"王{one}") for one in "甲乙丙丁戊己庚辛壬癸子丑")
    assert "王甲等12人：" in printed(Way().register(petitioners=twelve).sort().decide("accepted"))
    assert "王乙等12人：" in printed(Way().register(signatures=12).sort().decide("accepted"))


def test_a_rare_name_survives_on_a_letter(app: Flask) -> None:
    assert "王堃、赵𬱟：" in printed(
        Way().register(petitioners=(person("王堃"), person("赵𬱟"))).sort().decide("accepted")
    )


def test_one_of_several_claims_says_that_the_others_are_told_apart(app: Flask) -> None:
    way = Way().register(claims=("请答复为什么这样批。", "请公开审批材料。")).sort().decide("accepted")
    text = printed(way)
    assert "你提出的其他事项，另行告知。" in text
    assert "请公开审批材料" not in text


def test_every_kind_of_letter_has_its_title_issuer_and_closing(app: Flask) -> None:
    way = Way().transferred(channel=Channel.NETWORK).sort().decide("accepted").letter_out().assigned()
    content = {
        "reason": "照规定办。",
        "competent_body": "博山区住房和城乡建设局",
        "procedure": "六十日内提出",
        "request": "请核实。",
        "facts": "已经查明。",
        "opinion": "作如下处理。",
        "basis": "《土地管理法》第六十二条",
        "remedy": "",
        "held_at": "2026年12月10日",
        "place": "三楼",
        "host": "李主持",
        "text": "办完了。",
        "days": "30",
        "old_end": "2027-01-22",
        "new_end": "2027-02-22",
    }
    remedies = {LetterKind.OPINION: "三十日内请求复查", LetterKind.STATUTORY_RESULT: "六十日内申请行政复议"}
    for kind in set(LetterKind) - {LetterKind.SUPERVISION_REPLY}:
        text = words_of(letter_paper(sealed(way, kind, {**content, "remedy": remedies.get(kind, "")})))
        assert f"白塔镇人民政府{LETTER_TITLES[kind]}" in text
        assert "特此" in text
        assert "。。" not in text
        assert "None" not in text
