"""The sheets of the petition desk: what stands on them, and who may print them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.errors import NotFound
from app.core.pdf import Printable
from app.core.terms import Gender
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.models.records import Assignment, Hearing, Settlement
from app.petitions.papers.fill_sheets import SHEETS, sheet_of
from app.petitions.papers.paper_list import letters_list, sheets_list
from app.petitions.papers.sheets import EvaluationForm, Receipt, ServiceSlip, SettlementPaper
from app.petitions.queries import letters_of, newest
from app.petitions.terms import Channel, Origin
from tests.petitions.reading import pages_of, squeezed, words_of
from tests.petitions.way import DESK, HANDLER, LEADER, Way

WANG_YI = PetitionerIntake(
    name="王乙",
    id_number="370304197106204560",
    phone="13812345678",
    address="小海眼社区2号",
    gender=Gender.FEMALE,
    born_on=date(1971, 6, 20),
    is_representative=True,
)
WANG_KUN = PetitionerIntake(name="王堃", address="小海眼社区3号", proxy_name="王小明", proxy_relation="儿子")


def sheet(way: Way, name: str, row_id: int = 0, by: str = DESK) -> Printable:
    return sheet_of(way.petition, name, row_id=row_id, actor=way.account(by), now=way.now)


def read(way: Way, name: str, row_id: int = 0, by: str = DESK) -> str:
    return words_of(sheet(way, name, row_id, by))


def has(text: str, *all_words: str) -> None:
    for words in all_words:
        assert squeezed(words) in text, words


def visited() -> Way:
    """Two of twelve came in person; one of them is spoken for by his son."""
    return Way().register(
        petitioners=(WANG_YI, WANG_KUN),
        signatures=12,
        channel=Channel.VISIT,
        claims=("请镇里核实翻建手续。", "请镇里公开审批材料。"),
        national_number="NX-2026-0001",
        spoken_by="王小明",
    )


def heard() -> Way:
    way = Way().investigating().investigate("hearing")
    return way.answer(
        "hold_hearing",
        held_on=way.today,
        place="镇政府三楼会议室",
        host="李主持",
        present="信访人王乙\n承办单位规站长\n听证员钱守信",
        minutes="主持人：现在开始听证，告知权利。\n王乙：滴水没有留够。",
        report="审批手续齐全，建议调解滴水问题。",
    )


def settled(**changes: object) -> Way:
    way = Way().investigating().investigate("settled")
    given: dict[str, object] = {
        "kind": "reconciled",
        "both_willing": "yes",
        "agreed_on": way.today,
        "other_party": "王甲",
        "text": "王甲加装檐沟\n王乙不再提出异议",
        "outcome": "settled",
        **changes,
    }
    return way.answer("record_settlement", **given)


def test_the_registration_form_holds_all_that_came_in(app: Flask) -> None:
    earlier = Way().register()
    way = visited().sort().decide("accepted")
    has(
        read(way, "registration"),
        "信访登记单",
        f"登记编号：{way.petition.number}",
        "收到日期2026年11月23日",
        "信访形式走访",
        "来源信访人直接提出",
        "人数12人，代表1人",
        "事项属地小海眼社区",
        "国家系统编号NX-2026-0001",
        "王乙（代表），性别：女",
        "电话：13812345678",
        "王堃",
        "代为来说的人：王小明（儿子）",
        "王甲翻建房屋，没有留滴水",
        "诉求1请镇里核实翻建手续。分类、途径：申诉求决，信访程序（第六项）",
        "决定：受理，2026年11月23日",
        "诉求2请镇里公开审批材料。",
        f"以往信访{earlier.petition.number}",
        "王小明述说，访专干于2026年11月23日09:00登记",
        "接待人（签名）",
    )


def test_a_transferred_petition_is_registered_with_its_sender_and_the_day_for_the_result(app: Flask) -> None:
    way = Way().transferred(origin=Origin.ASSIGNED, transfer_number="博信交〔2026〕9号", reply_due_on=date(2027, 1, 20))
    has(
        read(way, "registration"),
        "转来机关博山区信访局",
        "转来文号博信交〔2026〕9号",
        "转来日期2026年11月23日",
        "报结果日期2027年1月20日",
    )


def test_the_receipt_gives_number_and_code_and_says_what_comes_by_when(app: Flask) -> None:
    way = visited()
    paper = cast(Receipt, sheet(way, "receipt"))
    assert paper.code == way.petition.query_code
    assert paper.spaced_code.replace(" ", "") == paper.code
    pages = pages_of(paper)
    assert len(pages) == 1
    has(
        pages[0],
        "王乙等12人：",
        way.petition.number,
        paper.code,
        "/petitions/follow",
        "最晚2026年12月8日",
        "反映的第2项：请镇里公开审批材料。",
        "六十日内办结",
        "十个工作日内答复",
        "不收费",
        "登记人：访专干",
    )


def test_the_assignment_slip_of_a_statutory_procedure_says_its_own_term(app: Flask) -> None:
    way = Way().register().sort(route="duty").decide("led_in_here", procedure="规划检查，三十日内作出处理").letter_out()
    row = newest(Assignment, way.assigned().claim_id)
    assert row is not None
    text = read(way, "assignment", row.id)
    assert "按法定程序办，不走受理" in text
    assert "规划检查，三十日内作出处理" in text


def test_the_assignment_slip_says_who_what_and_both_ends(app: Flask) -> None:
    way = Way().investigating()
    row = newest(Assignment, way.claim_id)
    assert row is not None
    has(
        read(way, "assignment", row.id),
        "内部分办单",
        "承办单位白塔镇规划建设办公室",
        "2026年12月13日以前报信访办",
        "法定期限2027年1月22日",
        "王乙，13812345678，小海眼社区2号",
        "1.当面听取意见。",
        "回避",
        "承办结果",
        "不送信访人",
    )


def test_the_minutes_of_a_hearing_are_signed_by_all(app: Flask) -> None:
    way = heard()
    row = newest(Hearing, way.claim_id)
    assert row is not None
    has(
        read(way, "hearing_minutes", row.id),
        "听证笔录",
        "地点镇政府三楼会议室",
        "主持人李主持",
        "承办单位规站长",
        "王乙：滴水没有留够。",
        "核对无误",
        "信访人：王乙",
        "听证员：",
        "记录人：",
    )


def test_the_report_of_a_hearing_holds_its_findings(app: Flask) -> None:
    way = heard()
    row = newest(Hearing, way.claim_id)
    assert row is not None
    has(read(way, "hearing_report", row.id), "听证报告", "由李主持主持", "二、听证意见审批手续齐全", "（盖章处）")


def test_a_slip_of_service_waits_with_blanks_and_is_filled_once_served(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    letter = letters_of(way.claim_id)[0]
    waiting = cast(ServiceSlip, sheet(way, "service", letter.id))
    assert not any(chosen for chosen, _ in waiting.methods)
    has(
        words_of(waiting), "送达回证", "《信访事项受理告知书》", "白信访〔2026〕1号", "送达日期年月日", "送达人（签名）"
    )
    way.delivered(place="小海眼社区2号")
    text = read(way, "service", letter.id)
    has(text, "√直接送达", "送达日期2026年11月23日", "送达地点小海眼社区2号", "收件人王乙")
    assert text.count("√") == 1


def test_a_refused_letter_names_the_reason_and_the_witness(app: Flask) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    way.delivered(method="left", receiver="", refusal="不认这个结果，不肯签字", witness="周有福")
    letter = letters_of(way.claim_id)[0]
    has(
        read(way, "service", letter.id),
        "√留置送达（拒收）",
        "拒收事由不认这个结果，不肯签字",
        "见证人周有福",
        "即为送达",
    )


def test_the_evaluation_asks_of_desk_and_office_apart_and_is_never_filled_in(app: Flask) -> None:
    way = Way().investigating().opinion_out()
    paper = cast(EvaluationForm, sheet(way, "satisfaction", way.claim_id))
    text = words_of(paper)
    has(
        text,
        "请信访人本人填写，工作人员不代填",
        "白塔镇信访工作办公室（登记、告知、督促）",
        "白塔镇规划建设办公室（调查、办理、答复）",
        "/petitions/follow",
    )
    assert text.count("满意基本满意不满意") == 2
    assert "√" not in text
    assert way.petition.query_code not in text


def test_a_withdrawal_asks_about_pressure_blank_and_filled(app: Flask) -> None:
    way = Way().investigating()
    blank = read(way, "withdrawal", way.claim_id)
    has(blank, "撤回信访事项申请书", "白塔镇人民政府：", "有没有人劝说、要求或者强迫撤回", "不予撤回", "信访人：王乙")
    assert "√" not in blank
    way.action("withdraw", applied_on=way.today, pressure="no", asked_how="访专干当面问的本人", reason="已经说好了")
    has(read(way, "withdrawal", way.claim_id), "撤回的理由：已经说好了。", "√没有，是本人自愿", "访专干当面问的本人。")


@pytest.mark.parametrize(("kind", "title"), [("reconciled", "信访事项和解协议书"), ("mediated", "信访事项调解协议书")])
def test_a_settlement_is_no_mediation_agreement_and_says_that_it_closes_all(app: Flask, kind: str, title: str) -> None:
    way = settled(kind=kind)
    row = newest(Settlement, way.claim_id)
    assert row is not None
    has(
        read(way, "settlement", row.id),
        title,
        "甲方（信访人）：王乙，住小海眼社区2号。",
        "乙方：王甲。",
        "第三十三条",
        "1.王甲加装檐沟。2.王乙不再提出异议。",
        "了结该信访事项的全部请求",
        "不是《人民调解法》规定的人民调解协议书",
        "甲方（签名）：王乙",
        "乙方（签名或者盖章）：王甲",
        "白塔镇规划建设办公室",
        "白塔镇信访工作办公室",
    )


def test_a_settlement_of_some_points_names_those_that_stay(app: Flask) -> None:
    way = settled(outcome="partial", rest="公开审批材料")
    row = newest(Settlement, way.claim_id)
    assert row is not None
    text = read(way, "settlement", row.id)
    has(text, "下列各点没有了结，继续办理，办理期限照常计算：1.公开审批材料。")
    assert "全部请求" not in text


def test_a_settlement_of_thirty_people_can_still_be_printed(app: Flask) -> None:
    way = settled()
    row = newest(Settlement, way.claim_id)
    assert row is not None
    paper = cast(SettlementPaper, sheet(way, "settlement", row.id))
    signers = paper.signers[:1] * 30
    assert sum(page.count("甲方（签名）") for page in pages_of(replace(paper, signers=signers))) == 30


def test_an_office_gets_sheets_of_its_own_claims_alone_and_whom_to_call(app: Flask) -> None:
    way = visited().sort().decide("accepted").letter_out()
    with pytest.raises(NotFound):
        sheet(way, "registration", by=HANDLER)
    way.assigned()
    other = way.second_claim()
    text = read(way, "registration", by=HANDLER)
    has(text, "查阅件", "请镇里核实翻建手续。", "13812345678", "1971年", "370304********4560")
    assert "1971年6月20日" not in text
    assert "接待人（签名）" not in text
    assert "请镇里公开审批材料。" not in text
    assert "以往信访" not in text
    for name, row_id in (("satisfaction", other.claim_id), ("withdrawal", other.claim_id), ("receipt", 0)):
        with pytest.raises(NotFound):
            sheet(way, name, row_id, by=HANDLER)
    with pytest.raises(NotFound):
        sheet(way, "satisfaction", way.claim_id, by="village-handler")
    with pytest.raises(NotFound):
        sheet(way, "receipt", by=LEADER)


def test_a_row_of_another_petition_and_an_unknown_sheet_are_not_there(app: Flask) -> None:
    way, other = Way().investigating(), Way().investigating()
    row, letter = newest(Assignment, other.claim_id), letters_of(other.claim_id)[0]
    assert row is not None
    for name, row_id in (
        ("assignment", row.id),
        ("service", letter.id),
        ("satisfaction", other.claim_id),
        ("hearing_minutes", 4711),
        ("settlement", 0),
        ("registration", 1),
        ("menu", 0),
    ):
        with pytest.raises(NotFound):
            sheet(way, name, row_id)


@pytest.mark.usefixtures("unprinted")
def test_every_sheet_in_the_list_can_be_printed_and_the_lists_say_where_each_stands(
    app: Flask, client_of: Callable[[str], FlaskClient]
) -> None:
    way = heard()
    client = client_of(DESK)
    with app.test_request_context():
        listed = sheets_list(way.petition, way.account(DESK))
        letters = letters_list(way.claim)
        of_the_office = {one["title"] for one in sheets_list(way.petition, way.account(HANDLER))}
        of_a_stranger = sheets_list(way.petition, way.account("village-handler"))
    titles = [one["title"] for one in listed]
    assert titles == [
        *("信访登记单", "信访回执", "内部分办单", "听证笔录", "听证报告", "送达回证", "撤回申请书", "满意度评价单")
    ]
    assert set(titles) <= set(SHEETS.values())
    assert of_the_office == set(titles) - {"信访回执"}
    assert of_a_stranger == []
    assert [(one["title"], one["state"], one["note"]) for one in letters] == [
        ("信访事项受理告知书", "2026年11月23日送达", "白信访〔2026〕1号")
    ]
    for one in [*listed, *letters]:
        answer = client.get(one["href"])
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), one["title"]


def test_a_letter_that_is_not_sealed_is_opened_and_not_printed_from_the_list(app: Flask) -> None:
    way = Way().register().sort().decide("accepted")
    with app.test_request_context():
        assert [(one["state"], one["action"]) for one in letters_list(way.claim)] == [("等签发", "打开")]
        way.signed_off()
        assert letters_list(way.claim)[0]["state"] == "已签发，等编号、盖章"
        way.sealed()
        shown = letters_list(way.claim)[0]
    assert (shown["state"], shown["action"]) == ("已盖章，等送达", "打印")
    assert shown["href"] == shown["pdf"] != shown["page"]
