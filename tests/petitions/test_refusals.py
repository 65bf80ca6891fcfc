"""What the law does not let the town do with a claim: refused in a sentence with its article, nothing changed."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.bpmn.petition_stories import BODY, RESULT
from tests.petitions.refusing import refused
from tests.petitions.way import DESK, HANDLER, LEADER, Way

pytestmark = [pytest.mark.usefixtures("app")]
OTHER_HANDLER = "village-handler"
AUGUST = date(2026, 8, 3)


def on(month: int, day: int) -> date:
    return date(2026, month, day)


# A longer time (第34条)


def test_nobody_asks_for_a_longer_time_after_the_end() -> None:
    way = Way().on(AUGUST).investigating().on(on(10, 9))
    with refused(Invalid, "六十日已经届满", "《信访工作条例》第三十四条", field="days"):
        way.investigate("extension", days=10, reason="等测绘。")


def test_the_head_does_not_approve_after_the_end_what_was_asked_for_in_time() -> None:
    way = Way().on(AUGUST).investigating().on(on(10, 8)).investigate("extension", days=10, reason="等测绘。")
    way.on(on(10, 9))
    with refused(Invalid, "六十日已经届满", "第三十四条"):
        way.answer("approve_extension", LEADER, outcome="approved", days=10, reason="等测绘。")
    assert way.answer("approve_extension", LEADER, outcome="denied", reason="晚了。").open == ["investigate"]


@pytest.mark.parametrize("days", [0, 31, 400])
def test_a_longer_time_is_thirty_days_at_most(days: int) -> None:
    way = Way().investigating()
    with refused(Invalid, "最多三十日", f"{days}日", "第三十四条", field="days"):
        way.investigate("extension", days=days, reason="等测绘。")


@pytest.mark.both
def test_the_head_does_not_approve_more_than_thirty_days_either() -> None:
    way = Way().investigating().investigate("extension", days=30, reason="等测绘。")
    with refused(Invalid, "最多三十日", "第三十四条"):
        way.answer("approve_extension", LEADER, outcome="approved", days=31, reason="等测绘。")


def test_a_longer_time_is_had_once() -> None:
    way = Way().investigating().extension(10).letter_out()
    with refused(Invalid, "已经延长过一次", "第三十四条", field="days"):
        way.investigate("extension", days=5, reason="还没有等到。")


# Objections and decisions (第23、29、31条)


def test_an_objection_comes_too_late_on_the_sixth_working_day() -> None:
    way = Way().on(on(2, 12)).transferred().sort().on(on(2, 27))
    with refused(NotNow, "超过五个工作日", "《信访工作条例》第二十三条", "自己办理"):
        way.decide("objection", **BODY)


def test_nobody_objects_to_what_the_petitioner_brought_himself() -> None:
    way = Way().register().sort()
    with refused(Invalid, "没有转送机关", "第二十三条", field="decision"):
        way.decide("objection", **BODY)


def test_nobody_objects_twice() -> None:
    way = Way().transferred().sort().decide("objection", **BODY)
    way.objection_answered("not_agreed")
    with refused(Invalid, "已经提过异议", "第二十三条", field="decision"):
        way.decide("objection", **BODY)


def test_a_transferred_matter_is_not_simply_told_where_to_go() -> None:
    way = Way().transferred().sort()
    with refused(Invalid, "五个工作日内提出异议", "第二十三条", field="decision"):
        way.decide("elsewhere", **BODY)


@pytest.mark.parametrize("route", ["litigation", "arbitration", "party", "administrative", "duty"])
def test_what_has_a_statutory_route_is_not_accepted(route: str) -> None:
    way = Way().register().sort(route=route)
    with refused(Invalid, "只有走信访程序的", "第三十一条第六项", field="decision"):
        way.decide("accepted")
    with refused(Invalid, "简易办理只适合", "《信访事项简易办理办法（试行）》"):
        way.decide("simple", told_how="phone")


@pytest.mark.parametrize("decision", ["led_in", "led_in_here"])
def test_what_goes_the_way_of_petitions_is_not_led_into_another(decision: str) -> None:
    way = Way().register().sort()
    with refused(Invalid, "没有定前五项法定途径", "第三十一条", field="decision"):
        way.decide(decision, **BODY)


def test_a_suggestion_is_not_accepted_and_an_appeal_is_no_suggestion() -> None:
    way, other = Way().register().sort("suggestion"), Way().register().sort()
    with refused(Invalid, "第三十一条第六项"):
        way.decide("accepted")
    with refused(Invalid, "不是建议"):
        other.decide("suggestion")


def test_the_simple_procedure_is_decided_on_within_three_working_days() -> None:
    way = Way().on(on(9, 18)).register().sort().on(on(9, 23))
    with refused(NotNow, "三个工作日", "《信访事项简易办理办法（试行）》", "普通程序"):
        way.decide("simple", told_how="phone")


def test_the_simple_procedure_is_not_for_what_comes_again() -> None:
    first = Way().register()
    way = Way().register(repeats_id=first.petition.id).sort()
    with refused(Invalid, "初次反映", "《信访事项简易办理办法（试行）》", field="decision"):
        way.decide("simple", told_how="phone")


@pytest.mark.parametrize(
    ("decision", "ground", "article"),
    [
        ("refused", "same_after_final", "第三十六条"),
        ("refused", "late_review", "第三十五条"),
        ("no_longer", "upper_handles", "第十九条"),
        ("no_longer", "court_matter", "第二十条"),
        ("no_longer", "no_content", "第十九条"),
    ],
)
def test_a_ground_carries_the_refusal_it_belongs_to_and_no_other(decision: str, ground: str, article: str) -> None:
    way = Way().register().sort()
    with refused(Invalid, "《信访工作条例》", article, field="ground"):
        way.decide(decision, ground=ground)


@pytest.mark.parametrize("decision", ["refused", "no_longer"])
def test_a_refusal_needs_a_ground(decision: str) -> None:
    way = Way().register().sort()
    with refused(Invalid, "哪一种情形", field="ground"):
        way.decide(decision)


def test_nothing_is_decided_before_it_was_received() -> None:
    way = Way().register().sort().happened(on(11, 22))
    with refused(Invalid, "不能早于收到", field="occurred_at"):
        way.decide("accepted")


def test_a_simple_answer_after_the_ten_days_was_not_in_time() -> None:
    way = Way().on(on(9, 23)).simple().on(on(10, 20)).ring()
    with refused(Invalid, "十个工作日", "《信访事项简易办理办法（试行）》", "转普通程序", field="answered_on"):
        way.answer("ask_conversion", outcome="answered", answered_on=on(10, 15), reply="修好了。", reason="忘了。")


# Letters (第32、35条; 公文处理工作条例)


@pytest.mark.parametrize("remedy", ["", "　", "可以请求复查。", "三十日内可以申请行政复议。"])
def test_an_opinion_says_within_which_time_review_may_be_asked_for(remedy: str) -> None:
    way = Way().investigating().investigate()
    with refused(Invalid, "《信访工作条例》第三十二条", "第三十五条", field="remedy"):
        way.opinion(remedy=remedy)


@pytest.mark.parametrize("part", ["request", "facts", "opinion", "basis"])
def test_an_opinion_has_all_its_four_parts(part: str) -> None:
    way = Way().investigating().investigate()
    with refused(Invalid, "还缺", "第三十二条"):
        way.opinion(**{part: " "})


@pytest.mark.parametrize("remedy", ["三十日内可以请求复查。", "可以申请行政复议，也可以复核。"])
def test_a_statutory_result_never_tells_review(remedy: str) -> None:
    way = Way().register().sort(route="duty").decide("led_in_here", **BODY).letter_out().assigned()
    with refused(Invalid, "不能写复查、复核", "《信访工作条例》第三十一条", field="remedy"):
        way.answer("decide_statutory", HANDLER, **{**RESULT, "remedy": remedy})


@pytest.mark.parametrize(("day", "word"), [(on(11, 22), "盖章那天以后"), (on(11, 24), "这一天还没有到")])
def test_a_letter_is_served_between_its_seal_and_today(day: date, word: str) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    with refused(Invalid, word, field="delivered_on"):
        way.delivered(day)


@pytest.mark.parametrize("missing", ["witness", "refusal"])
def test_a_refused_letter_needs_a_reason_and_a_witness(missing: str) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    with refused(Invalid, "拒收的要写明理由和见证人"):
        way.delivered(method="left", **{"refusal": "不认。", "witness": "贝主任", missing: " "})


@pytest.mark.parametrize("by", [DESK, HANDLER])
def test_nobody_but_the_leader_signs_off(by: str) -> None:
    way = Way().investigating().investigate().opinion()
    with refused(NotAllowed, "不归您办"):
        way.answer("sign_off", by, outcome="approved")


def test_nobody_but_the_leader_approves_a_longer_time() -> None:
    way = Way().investigating().investigate("extension", days=10, reason="等测绘。")
    with refused(NotAllowed, "不归您办"):
        way.answer("approve_extension", HANDLER, outcome="approved", days=10, reason="等测绘。")


def test_another_office_does_not_even_see_the_step() -> None:
    way = Way().investigating()
    with refused(NotFound, "没有找到"):
        way.answer("investigate", OTHER_HANDLER, outcome="ready", findings="都好。")


@pytest.mark.parametrize("by", [DESK, LEADER])
def test_nobody_answers_the_step_of_the_office_that_handles(by: str) -> None:
    way = Way().investigating()
    with refused(NotAllowed, "不归您办"):
        way.answer("investigate", by, outcome="ready", findings="都好。")


# Joining (并案)


def test_a_claim_is_joined_to_another_one_that_runs() -> None:
    way, closed, joined = Way().register(), Way().register().withdraw(), Way().register()
    kept = Way().register().claim.number
    joined.answer("sort_claim", outcome="joined", joined_to=kept, reason="同一件。")
    for number, words in (
        (way.claim.number, "没有这个编号的另一项"),
        ("2026-000000-1", "没有这个编号的另一项"),
        ("乱写的", "没有这个编号的另一项"),
        (closed.claim.number, "已经办结，不能并入"),
        (joined.claim.number, "已经并入别的"),
    ):
        with refused(Invalid, words, field="joined_to"):
            way.answer("sort_claim", outcome="joined", joined_to=number, reason="同一件。")


# Withdrawing


def test_nobody_withdraws_under_pressure() -> None:
    way = Way().register()
    with refused(Invalid, "有人劝、逼", "报告镇政府负责人", field="pressure"):
        way.withdraw(pressure="yes")


def test_nobody_withdraws_once_the_opinion_is_made() -> None:
    way = Way().investigating().investigate().opinion()
    for further in (way.signed_off, way.sealed, way.delivered, way.ring, lambda: way.asked("ask_review")):
        with refused(NotNow, "处理意见已经作出，不能再撤回"):
            way.withdraw()
        further()
    with refused(NotNow, "处理意见已经作出，不能再撤回"):
        way.withdraw()


def test_nobody_withdraws_what_is_over_or_has_other_rules() -> None:
    way = Way().transferred().sort().decide("objection", **BODY)
    way.objection_out().objection_answered("agreed")
    with refused(NotNow, "已经办结"):
        way.withdraw()
    statutory = Way().register().sort(route="duty").decide("led_in_here", **BODY).letter_out()
    with refused(NotNow, "照那个程序的规定"):
        statutory.withdraw()


@pytest.mark.parametrize(("day", "fault"), [(on(11, 22), "不能早于收到信访事项"), (on(11, 24), "这一天还没有到")])
def test_a_withdrawal_is_written_between_receipt_and_today(day: date, fault: str) -> None:
    way = Way().register()
    with refused(Invalid, fault, field="applied_on"):
        way.withdraw(applied_on=day)


# Settling, mediating, reviewing (第33、35、36条)


def test_a_settlement_needs_both_sides_will() -> None:
    way = Way().investigating()
    way.investigate("settled")
    given = {
        "kind": "mediated",
        "agreed_on": way.today,
        "other_party": "王甲",
        "text": "留通道。",
    }
    with refused(Invalid, "双方自愿", "《信访工作条例》第三十三条", field="both_willing"):
        way.answer("record_settlement", outcome="settled", both_willing="no", **given)


def test_a_dispute_needs_both_consents_and_is_opened_once() -> None:
    way = Way().investigating()
    with refused(Invalid, "双方都同意", "第三十三条", "《人民调解法》第三条", field="consent"):
        way.dispute(consent="not_both")
    way.dispute()
    with refused(NotNow, "不再登记第二件"):
        way.dispute()


def test_a_matter_of_no_village_does_not_become_the_dispute_of_some_village() -> None:
    way = Way().register(village=None).sort().decide("accepted").letter_out().assigned()
    with refused(NotNow, "没有登记在哪个村"):
        way.dispute()


def test_nobody_asks_the_town_for_review_of_an_opinion_that_is_not_there() -> None:
    for way in (Way().investigating(), Way().register().withdraw()):
        with refused(NotNow, "处理意见书还没有送达"):
            way.action("review_request", handed_on=way.today, stage="review", told_how="in_person")


def test_a_request_is_received_after_the_opinion_and_not_in_the_future() -> None:
    way = Way().on(on(9, 1)).investigating().opinion_out().on(on(9, 5))
    for day, words in ((on(8, 31), "收到意见书以后"), (on(9, 6), "还没有到")):
        with refused(Invalid, words, field="requested_on"):
            way.asked(on=day)
    way.ring()
    for day, words in ((on(8, 31), "收到意见书以后"), (on(10, 20), "还没有到")):
        with refused(Invalid, words, field="requested_on"):
            way.asked("ask_review", on=day)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"decided_on": on(9, 4)}, "decided_on", ("不能早于上级收到请求",)),
        ({"received_on": on(9, 4)}, "received_on", ("不能早于意见书",)),
        ({"received_on": on(9, 11)}, "received_on", ("还没有到",)),
        ({"hearing_from": on(9, 6)}, "hearing_to", ("都要填",)),
        ({"hearing_from": on(9, 6), "hearing_to": on(9, 7)}, "hearing_from", ("只有复核", "第三十六条")),
    ],
)
def test_a_higher_opinion_has_its_days_in_order(changes: dict[str, object], field: str, words: tuple[str, ...]) -> None:
    way = Way().on(on(9, 1)).investigating().opinion_out().on(on(9, 5)).asked().on(on(9, 10))
    way.answer("supply_file", material="案卷一册", asked_by="博山区人民政府")
    given = {"number": "1", "decided_on": way.today, "received_on": way.today, "summary": "维持。"}
    with refused(Invalid, *words, field=field):
        way.answer("record_upper", result="upheld", **{**given, **changes})
