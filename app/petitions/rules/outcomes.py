"""What came of each step of the petition's diagrams, in words: only what was answered.  Pure."""

from __future__ import annotations

from app.petitions.terms import CLASS_NAMES, ROUTE_NAMES, STANCE_NAMES, TOLD_NAMES, MatterClass, Route, Stance
from app.processes.rules.answered import Answered

ADOPTED = {"adopted": "采纳了", "partly": "采纳了一部分", "explained": "没有采纳，说明了道理"}
FOUND = {
    "ready": "查清了，写处理意见",
    "hearing": "要举行听证",
    "settled": "双方谈拢了",
    "reroute": "性质、途径定错了，报负责人批",
}
TOLD_NOTHING = frozenset({"decide_statutory", "supply_file"})
"""Steps of which nothing comes but their text: a result is drafted, a file is sent."""
TOLD_BY_ROWS = frozenset(
    {
        "assign_unit",
        "hold_hearing",
        "record_settlement",
        "record_upper",
    }
)
"""Steps whose row tells it: a slip, a hearing, a settlement, an opinion from above."""


def because(words: str, reason: str) -> str:
    """``不予受理：……`` with the reason that was given; the words alone without one."""
    return f"{words}：{reason}" if reason else words


def sorting_outcome(answered: Answered) -> str:
    """Class and route, or the other claim it was joined to (信访工作条例 第29–31条, 第19条)."""
    if answered.text("outcome") == "joined":
        return f"并入{answered.text('joined_to')}"
    found, route = answered.text("matter_class"), answered.text("route")
    if found not in set(MatterClass):
        return ""
    name = CLASS_NAMES[MatterClass(found)]
    is_appeal = found == MatterClass.APPEAL and route in set(Route)
    return f"{name}，走{ROUTE_NAMES[Route(route)]}" if is_appeal else name


def decision_outcome(answered: Answered) -> str:
    """What becomes of the claim, with the body it belongs to and the reason for what is refused (第23条)."""
    body, reason = answered.text("competent_body"), answered.text("reason")
    words = {
        "accepted": "受理了",
        "simple": "简易办理",
        "suggestion": "接收建议",
        "led_in_here": "镇里按法定程序办",
        "led_in": f"导入{body}的法定程序" if body else "导入别的机关的法定程序",
        "elsewhere": because("不属于镇里管，告知去向", body),
        "refused": because("不予受理", reason),
        "no_longer": because("不再受理", reason),
        "objection": f"提出异议：归{body}管" if body else "提出异议",
        "again": "性质、途径定错了，回去重新定",
    }
    return words.get(answered.text("decision"), "")


def agreement_outcome(answered: Answered) -> str:
    """Whether the transferring body takes it back."""
    words = {"agreed": "转送机关同意退回", "not_agreed": "转送机关没有同意，由镇里办"}
    return words.get(answered.text("outcome"), "")


def suggestion_outcome(answered: Answered) -> str:
    """Whether a suggestion was taken up, and how the answer went out (第29条)."""
    found = ADOPTED.get(answered.text("outcome"), "")
    return f"{found}{_told(answered)}" if found else ""


def _told(answered: Answered) -> str:
    """``（打电话答复）``; empty when nobody said how."""
    how = TOLD_NAMES.get(answered.text("told_how"), "")
    return f"（{how}答复）" if how else ""


def simple_outcome(answered: Answered) -> str:
    """Answered and how, or on to the ordinary procedure (信访事项简易办理办法（试行）)."""
    words = {"answered": f"已经答复{_told(answered)}", "convert": "转普通程序"}
    return words.get(answered.text("outcome"), "")


def late_simple_outcome(answered: Answered) -> str:
    """Answered within the ten days and typed later, or on to the ordinary procedure."""
    day = answered.day("answered_on")
    if answered.text("outcome") == "answered":
        return f"{day}已经答复，补记" if day else "已经答复，补记"
    return "没办完，转普通程序" if answered.text("outcome") == "convert" else ""


def finding_outcome(answered: Answered) -> str:
    """What the investigation leads to; for how many days more is asked, if it is."""
    if answered.text("outcome") == "extension":
        days = answered.text("days")
        return f"办不完，报延期{days}日" if days else "办不完，报延期"
    return FOUND.get(answered.text("outcome"), "")


def extension_outcome(answered: Answered) -> str:
    """Approved for so many days, or not and why (第34条)."""
    days, reason = answered.text("days"), answered.text("reason")
    words = {"approved": f"批准延长{days}日" if days else "批准延长", "denied": because("没有批，接着办", reason)}
    return words.get(answered.text("outcome"), "")


def reroute_outcome(answered: Answered) -> str:
    """Whether class and route may be changed, or not and why."""
    words = {"rerouted": "批准重新定性质、途径", "denied": because("没有批，接着办", answered.text("reason"))}
    return words.get(answered.text("outcome"), "")


def opinion_outcome(answered: Answered) -> str:
    """What the opinion says to the request (第32条)."""
    stance = answered.text("stance")
    return f"对请求：{STANCE_NAMES[Stance(stance)]}" if stance in set(Stance) else ""


def call_outcome(answered: Answered) -> str:
    """What the petitioner said when somebody called, three days after the application to withdraw."""
    words = {"confirmed": "本人还是要撤回", "kept": "本人不撤了，接着办", "unreached": "没打通，再打"}
    return words.get(answered.text("outcome"), "")


def review_outcome(answered: Answered) -> str:
    """The district has had a request for review (第35条)."""
    return _requested(answered, "区政府", "复查")


def final_outcome(answered: Answered) -> str:
    """The city has had a request for re-review (第36条)."""
    return _requested(answered, "市政府", "复核")


def _requested(answered: Answered, body: str, what: str) -> str:
    day = answered.day("requested_on")
    return f"{day}{body}收到{what}请求" if day else f"{body}收到{what}请求"


def asked_review_outcome(answered: Answered) -> str:
    """The window is over: the opinion is final, or was asked about after all."""
    return review_outcome(answered) if answered.text("outcome") == "requested" else _none(answered, "复查", "处理意见")


def asked_final_outcome(answered: Answered) -> str:
    """The window of re-review is over: the review is final, or was asked about after all."""
    return final_outcome(answered) if answered.text("outcome") == "requested" else _none(answered, "复核", "复查意见")


def _none(answered: Answered, what: str, opinion: str) -> str:
    return f"没有请求{what}，{opinion}终局" if answered.text("outcome") == "none" else ""


OUTCOMES = {
    "sort_claim": sorting_outcome,
    "decide_claim": decision_outcome,
    "study_suggestion": suggestion_outcome,
    "answer_simply": simple_outcome,
    "ask_conversion": late_simple_outcome,
    "investigate": finding_outcome,
    "approve_extension": extension_outcome,
    "approve_reroute": reroute_outcome,
    "write_opinion": opinion_outcome,
    "ask_review": asked_review_outcome,
    "ask_final": asked_final_outcome,
}
"""What is said of each answered step of a claim."""
OLDER_OUTCOMES = {
    "await_agreement": agreement_outcome,
    "await_review": review_outcome,
    "await_final": final_outcome,
}
"""And of those that only versions have with which older claims began."""
