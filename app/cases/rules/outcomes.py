"""What came of each step of the ladder, in words: only what was answered, never what nobody said.  Pure.

Source of the words: findings of those who use it; whose consent counts, see `app.cases.rules.consents`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.cases.rules.consents import AGREED, PENDING, REFUSED
from app.core.terms import LEVEL_NAMES, Level
from app.processes.rules.answered import Answered, AskedPerson

FEW = 3
"""So many people are named; of more it is said how many they are."""
SIDES = {2: "双方", 3: "三方", 4: "四方", 5: "五方"}
METHODS = {"in_person": "当面", "phone": "电话", "written": "书面", "wechat": "微信等"}
TOLD = {"written": "书面", "oral": "口头"}
ROUTES = {
    "court": "向人民法院起诉",
    "arbitration": "申请仲裁",
    "administrative": "请行政机关裁决、处理",
    "police": "到公安机关反映",
}
FORMS = {"written": "写成协议书", "oral": "口头达成，登记下来", "handwritten": "已经手写并签了字"}
NOT_ACCEPTED = {
    "not_civil": "不是民间纠纷",
    "other_body": "法院、公安或行政机关正在处理，或已经处理完",
    "special_body": "法律规定只能由专门机关处理",
    "refused": "一方当事人明确拒绝调解",
}
NOTICES = {"in_person": "当面收了", "posted": "寄出了", "agent": "由别人代收了", "refused": "不收，记下来了"}
"""How a party got the notice that mediation is over."""
ENDED = {
    "not_reached": "调解不成",
    "stopped": "当事人要求终止调解",
    "refused": "一方明确拒绝调解",
    "not_accepted": "不属于人民调解的范围",
    "outside": "当事人选择走别的途径",
}


def because(words: str, reason: str) -> str:
    """``没有受理：……`` with the reason that was given; the words alone without one."""
    return f"{words}：{reason}" if reason else words


def who(people: Sequence[AskedPerson]) -> str:
    """``王甲、王乙``; of many how many they are."""
    return "、".join(one.name for one in people) if len(people) <= FEW else f"{len(people)}人"


def all_sides(people: Sequence[AskedPerson]) -> str:
    """``双方``, ``三方``: how many sides these are; the one who is alone is named."""
    sides = len({one.side for one in people}) if all(one.side for one in people) else len(people)
    if len(people) == 1:
        return people[0].name
    if sides == 1:
        return "大家"
    return SIDES.get(sides, f"{sides}方")


def all_of(people: Sequence[AskedPerson], everybody: Sequence[AskedPerson], words: str) -> str:
    """``双方都同意`` when it is everybody, else who it is: ``王甲同意``."""
    if len(people) == len(everybody) and len(people) > 1:
        return f"{all_sides(people)}都{words}"
    return f"{who(people)}{words}"


def consents_outcome(answered: Answered, name: str, words: str) -> str:
    """``双方都同意调``; ``王甲不同意调，王乙同意调，王丙还没答复``: refusals first, the silent last.

    Of whom nothing was said, nothing is said.
    """
    said = answered.each(name)
    groups = {state: [one for one, word in said if word == state] for state in (REFUSED, AGREED, PENDING)}
    told = {REFUSED: f"不同意{words}", AGREED: f"同意{words}", PENDING: "还没答复"}
    parts = [all_of(people, answered.people, told[state]) for state, people in groups.items() if people]
    return "，".join(parts)


def way_of(words: Collection[str], names: Mapping[str, str]) -> str:
    """``（当面）`` when everybody was asked in one known way; else empty."""
    return f"（{names[next(iter(words))]}）" if len(words) == 1 and set(words) <= set(names) else ""


def start_outcome(answered: Answered) -> str:
    """Where mediation begins."""
    return f"从{_level(answered.text('target'))}开始" if answered.text("target") in set(Level) else ""


def _level(word: str) -> str:
    return LEVEL_NAMES[Level(word)] if word in set(Level) else ""


def acceptance_outcome(answered: Answered) -> str:
    """Taken on, or not and why (若干规定 第24条)."""
    why = NOT_ACCEPTED.get(answered.text("reason_kind"), "")
    refused = f"没有受理（{why}）" if why else "没有受理"
    words = {"accepted": "受理了", "not_accepted": because(refused, answered.text("reason"))}
    return words.get(answered.text("outcome"), "")


def willingness_outcome(answered: Answered) -> str:
    """What each party said to mediation, and how they were asked where all were asked alike (人民调解法 第17条)."""
    asked = {word for _, word in answered.each("method")}
    outcome = consents_outcome(answered, "consent", "调")
    is_one = outcome and all(word == AGREED for _, word in answered.each("consent"))
    return outcome + way_of(asked, METHODS) if is_one else outcome


def rights_outcome(answered: Answered) -> str:
    """Who was told, and how (若干规定 第30条)."""
    told = answered.each("told")
    people = [one for one, word in told if word in TOLD]
    if not people:
        return ""
    ways = {word for _, word in told}
    if len(ways) == 1:
        return all_of(people, answered.people, "告诉了") + way_of(ways, TOLD)
    return "，".join(f"{one.name}{TOLD[word]}告诉了" for one, word in told if word in TOLD)


def choosing_outcome(answered: Answered) -> str:
    """How many people mediate, and who chose them (人民调解法 第19条)."""
    given = answered.values.get("parts")
    parts = [str(part) for part in given.values()] if isinstance(given, Mapping) else []
    mediating, invited = sum(part != "invited" for part in parts), parts.count("invited")
    if not mediating:
        return ""
    chosen = {"parties": "当事人选的", "committee": "调委会指定的", "each_names_one": "各方各选一位"}
    by = chosen.get(answered.text("chosen_by"), "")
    besides = f"，另请{invited}人来帮" if invited else ""
    return f"选定{mediating}位" + (f"，{by}" if by else "") + besides


def mediation_outcome(answered: Answered) -> str:
    """How mediation at one level ended; of the month that is over too."""
    outcome, reason = answered.text("outcome"), answered.text("reason")
    if outcome == "agreed":
        partly = "有一部分当事人谈成了" if answered.text("partial") == "yes" else "谈成了"
        form = FORMS.get(answered.text("form"), "")
        return f"{partly}，{form}" if form else partly
    words = {"not_reached": "没有谈成", "change_mediators": "当事人要换调解员"}
    return because(words[outcome], reason) if outcome in words else ""


def month_outcome(answered: Answered) -> str:
    """What the parties said when the month was over (若干规定 第33条)."""
    outcome, reason = answered.text("outcome"), answered.text("reason")
    if outcome == "extended":
        until = answered.day("until")
        agreed = consents_outcome(answered, "consents", "延长")
        return f"{agreed}到{until}" if agreed and until else agreed
    words = {"next": "换个办法", "ended": "不再调了", "goes_on": "照常往下办"}
    return because(words[outcome], reason) if outcome in words else mediation_outcome(answered)


def next_outcome(answered: Answered) -> str:
    """Who takes it on after an attempt that failed, and why."""
    chosen, reason = answered.text("next"), answered.text("reason")
    helper, level = answered.text("helper"), _level(answered.text("to_level"))
    words = {
        "again": "再调一次",
        "help": f"请{helper}来帮" if helper else "请人来帮",
        "up": "往上一级",
        "town": "直接到镇",
        "down": f"回到{level}" if level else "回到下一级",
        "outside": f"当事人选择{ROUTES.get(answered.text('route'), '别的途径')}",
        "stop": "停止调解",
    }
    return because(words[chosen], reason) if chosen in words else ""


def transfer_outcome(answered: Answered) -> str:
    """What the receiving committee answered to a transfer letter."""
    if answered.text("outcome") == "returned":
        return because("退回去了", answered.text("reason"))
    if answered.text("outcome") != "accepted":
        return ""
    agreed = consents_outcome(answered, "consents", "")
    return f"接下来了，{agreed}" if agreed else "接下来了"


def chasing_outcome(answered: Answered) -> str:
    """What the receiver of a letter said when it was asked."""
    return because("对方说", answered.text("result")) if answered.text("result") else ""


ROUTES = {
    "court": "向人民法院起诉",
    "arbitration": "申请仲裁",
    "administrative": "请行政机关裁决、处理",
    "police": "到公安机关反映",
    "government": "找人民政府或主管部门反映",
}
"""The ways that are ticked beside those the law wants told, as the form calls them."""


def _ways(answered: Answered) -> str:
    ticked = answered.values.get("routes")
    names = [ROUTES[one] for one in ticked if one in ROUTES] if isinstance(ticked, list | tuple) else []
    return f"，告诉了可以{'、'.join(names)}" if names else ""


def routes_outcome(answered: Answered) -> str:
    """Why mediation is over, and how each party was told so in writing (人民调解法 第26条)."""
    reason, kind = answered.text("reason"), answered.text("ended_because")
    if not kind:
        return ""
    told = answered.each("told")
    groups = {way: [one for one, how in told if how == way] for way in NOTICES}
    parts = [all_of(people, answered.people, NOTICES[way]) for way, people in groups.items() if people]
    why = because(ENDED.get(kind, "调解结束了"), reason)
    return (f"{why.rstrip('。')}。告知书{'，'.join(parts)}" if parts else why) + _ways(answered)


def rest_outcome(answered: Answered) -> str:
    """Who did not agree, and was told so."""
    outside = [one for one, how in answered.each("told") if how != "bound"]
    told = because(f"{who(outside)}没有达成协议", answered.text("reason")) if outside else ""
    return told and told + _ways(answered)


OUTCOMES = {
    "choose_start": start_outcome,
    "accept_case": acceptance_outcome,
    "record_consents": willingness_outcome,
    "tell_rights": rights_outcome,
    "choose_mediators": choosing_outcome,
    "mediate": mediation_outcome,
    "next_step": next_outcome,
    "answer_transfer": transfer_outcome,
    "chase_answer": chasing_outcome,
    "tell_routes": routes_outcome,
    "tell_rest": rest_outcome,
}
"""What is said of each answered step of the ladder."""
OLDER_OUTCOMES = {"ask_month": month_outcome}
"""And of those that only versions have with which older disputes began."""
MONTH_OUTCOMES = {"ask_month": month_outcome}
"""Of the small flow that the lapse of the month opens."""
