"""What came of a step of a claim: class and route, decision, extension, review; never more than was answered."""

from __future__ import annotations

import pytest

from app.petitions.rules.outcomes import OLDER_OUTCOMES, OUTCOMES
from app.petitions.terms import Decision
from app.processes.rules.answered import Answered


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("sort_claim", {"outcome": "joined", "joined_to": "2026-1-1"}, "并入2026-1-1"),
        ("sort_claim", {"matter_class": "appeal", "route": "petition"}, "申诉求决，走信访程序（第六项）"),
        ("sort_claim", {"matter_class": "appeal", "route": None}, "申诉求决"),
        ("sort_claim", {"matter_class": "suggestion", "route": "petition"}, "建议意见"),
        ("sort_claim", {"matter_class": None}, ""),
        ("decide_claim", {"decision": "accepted"}, "受理了"),
        ("decide_claim", {"decision": "refused", "reason": "上级在办。"}, "不予受理：上级在办。"),
        ("decide_claim", {"decision": "no_longer", "reason": "三级终结。"}, "不再受理：三级终结。"),
        ("decide_claim", {"decision": "elsewhere", "competent_body": "区人社局"}, "不属于镇里管，告知去向：区人社局"),
        ("decide_claim", {"decision": "led_in", "competent_body": "仲裁委"}, "导入仲裁委的法定程序"),
        ("decide_claim", {"decision": "led_in"}, "导入别的机关的法定程序"),
        ("decide_claim", {"decision": "objection", "competent_body": "区局"}, "提出异议：归区局管"),
        ("decide_claim", {"decision": "objection"}, "提出异议"),
        ("decide_claim", {"decision": "again"}, "性质、途径定错了，回去重新定"),
        ("decide_claim", {}, ""),
        ("await_agreement", {"outcome": "agreed"}, "转送机关同意退回"),
        ("await_agreement", {"outcome": "not_agreed"}, "转送机关没有同意，由镇里办"),
        ("await_agreement", {}, ""),
        ("study_suggestion", {"outcome": "adopted", "told_how": "phone"}, "采纳了（打电话答复）"),
        ("study_suggestion", {"outcome": "explained"}, "没有采纳，说明了道理"),
        ("study_suggestion", {"told_how": "phone"}, ""),
        ("answer_simply", {"outcome": "answered", "told_how": "in_person"}, "已经答复（当面答复）"),
        ("answer_simply", {"outcome": "convert"}, "转普通程序"),
        ("answer_simply", {}, ""),
        ("ask_conversion", {"outcome": "answered", "answered_on": "2026-11-20"}, "2026年11月20日已经答复，补记"),
        ("ask_conversion", {"outcome": "convert"}, "没办完，转普通程序"),
        ("ask_conversion", {}, ""),
        ("investigate", {"outcome": "extension", "days": 20}, "办不完，报延期20日"),
        ("investigate", {"outcome": "extension"}, "办不完，报延期"),
        ("investigate", {"outcome": "ready"}, "查清了，写处理意见"),
        ("investigate", {}, ""),
        ("approve_extension", {"outcome": "approved", "days": 10, "reason": "等图纸。"}, "批准延长10日"),
        ("approve_extension", {"outcome": "denied", "reason": "够了。"}, "没有批，接着办：够了。"),
        ("approve_extension", {}, ""),
        ("investigate", {"outcome": "reroute"}, "性质、途径定错了，报负责人批"),
        ("approve_reroute", {"outcome": "rerouted", "reason": "是建议。"}, "批准重新定性质、途径"),
        ("approve_reroute", {"outcome": "denied", "reason": "没有错。"}, "没有批，接着办：没有错。"),
        ("approve_reroute", {}, ""),
        ("write_opinion", {"stance": "partly"}, "对请求：部分支持"),
        ("write_opinion", {"stance": None}, ""),
        ("await_review", {"requested_on": "2026-11-20"}, "2026年11月20日区政府收到复查请求"),
        ("await_final", {"requested_on": "2026-11-20"}, "2026年11月20日市政府收到复核请求"),
        ("ask_review", {"outcome": "none"}, "没有请求复查，处理意见终局"),
        ("ask_review", {"outcome": "requested", "requested_on": "2026-11-20"}, "2026年11月20日区政府收到复查请求"),
        ("ask_review", {}, ""),
        ("ask_final", {"outcome": "none"}, "没有请求复核，复查意见终局"),
        ("ask_final", {}, ""),
    ],
)
def test_what_came_of_a_step_is_said_in_its_own_words(step: str, said: dict[str, object], words: str) -> None:
    assert (OUTCOMES | OLDER_OUTCOMES)[step](Answered(said)) == words


@pytest.mark.parametrize("decision", list(Decision))
def test_every_decision_has_its_words(decision: Decision) -> None:
    assert OUTCOMES["decide_claim"](Answered({"decision": decision.value}))
