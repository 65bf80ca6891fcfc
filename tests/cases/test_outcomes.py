"""What came of a step of the ladder: said as it was answered, of several parties and of silent ones, never more."""

from __future__ import annotations

import pytest

from app.cases.rules.outcomes import MONTH_OUTCOMES, OLDER_OUTCOMES, OUTCOMES
from app.processes.rules.answered import Answered, AskedPerson

A, B, C = (AskedPerson(key, f"h{key}", name, key) for key, name in ((1, "王甲"), (2, "王乙"), (3, "王丙")))
WIFE = AskedPerson(4, "h4", "李氏", 1)
CROWD = tuple(AskedPerson(key, f"h{key}", f"村民{key}", 1 if key < 9 else 2) for key in range(1, 10))
TWO, THREE = (A, B), (A, B, C)
Said = dict[str, object]


def outcome(step: str, people: tuple[AskedPerson, ...] = TWO, **said: object) -> str:
    return (OUTCOMES | OLDER_OUTCOMES)[step](Answered(said, people))


def each(*words: str) -> Said:
    return {str(place): word for place, word in enumerate(words, start=1)}


@pytest.mark.parametrize(
    ("people", "said", "words"),
    [
        (TWO, {"consent": each("agreed", "agreed"), "method": each("in_person", "in_person")}, "双方都同意调（当面）"),
        (TWO, {"consent": each("agreed", "agreed"), "method": each("in_person", "phone")}, "双方都同意调"),
        (TWO, {"consent": each("agreed", "agreed")}, "双方都同意调"),
        (THREE, {"consent": each("agreed", "agreed", "agreed")}, "三方都同意调"),
        ((A, WIFE, B), {"consent": {"1": "agreed", "4": "agreed", "2": "agreed"}}, "双方都同意调"),
        ((A, WIFE), {"consent": {"1": "agreed", "4": "agreed"}}, "大家都同意调"),
        (THREE, {"consent": each("agreed", "agreed", "pending")}, "王甲、王乙同意调，王丙还没答复"),
        (THREE, {"consent": each("refused", "agreed", "pending")}, "王甲不同意调，王乙同意调，王丙还没答复"),
        (TWO, {"consent": each("refused", "refused")}, "双方都不同意调"),
        (TWO, {"consent": each("pending", "pending"), "method": each("phone", "phone")}, "双方都还没答复"),
        (
            CROWD,
            {"consent": {str(one.key): "pending" for one in CROWD[:8]} | {"9": "agreed"}},
            "村民9同意调，8人还没答复",
        ),
        (TWO, {"consent": {"1": "agreed"}}, "王甲同意调"),
        ((A,), {"consent": {"1": "agreed"}}, "王甲同意调"),
        (TWO, {"consent": {"1": "agreed", "77": "refused"}}, "王甲同意调"),
        (TWO, {"consent": None}, ""),
        (TWO, {"consent": {}}, ""),
        (TWO, {}, ""),
        ((), {"consent": each("agreed")}, ""),
    ],
)
def test_who_wants_mediation_is_said_of_each_who_answered(
    people: tuple[AskedPerson, ...], said: Said, words: str
) -> None:
    assert outcome("record_consents", people, **said) == words


@pytest.mark.parametrize(
    ("step", "said", "words"),
    [
        ("choose_start", {"target": "village"}, "从村级调解委员会开始"),
        ("choose_start", {"target": "moon"}, ""),
        ("accept_case", {"outcome": "accepted", "reason": None}, "受理了"),
        ("accept_case", {"outcome": "not_accepted", "reason": "法院在办。"}, "没有受理：法院在办。"),
        ("accept_case", {"outcome": "not_accepted"}, "没有受理"),
        ("accept_case", {}, ""),
        ("tell_rights", {"told": each("written", "written")}, "双方都告诉了（书面）"),
        ("tell_rights", {"told": each("written", "oral")}, "王甲书面告诉了，王乙口头告诉了"),
        ("tell_rights", {"told": {"2": "oral"}}, "王乙告诉了（口头）"),
        ("tell_rights", {"told": {}}, ""),
        ("choose_mediators", {"parts": {"7": "presiding"}, "chosen_by": "parties"}, "选定1位，当事人选的"),
        (
            "choose_mediators",
            {"parts": {"7": "presiding", "8": "mediator", "9": "invited"}, "chosen_by": "committee"},
            "选定2位，调委会指定的，另请1人来帮",
        ),
        ("choose_mediators", {"parts": None}, ""),
        ("mediate", {"outcome": "agreed", "form": "written", "partial": "no"}, "谈成了，写成协议书"),
        ("mediate", {"outcome": "agreed", "partial": "yes"}, "有一部分当事人谈成了"),
        ("mediate", {"outcome": "not_reached", "reason": "钱的事谈不拢。"}, "没有谈成：钱的事谈不拢。"),
        ("mediate", {"outcome": "change_mediators"}, "当事人要换调解员"),
        ("mediate", {}, ""),
        (
            "ask_month",
            {"outcome": "extended", "consents": each("agreed", "agreed"), "until": "2027-01-05"},
            "双方都同意延长到2027年1月5日",
        ),
        ("ask_month", {"outcome": "extended", "consents": each("agreed", "agreed")}, "双方都同意延长"),
        ("ask_month", {"outcome": "next", "reason": "村里调不动。"}, "换个办法：村里调不动。"),
        ("ask_month", {"outcome": "ended", "reason": "都不愿再调。"}, "不再调了：都不愿再调。"),
        ("ask_month", {"outcome": "agreed", "form": "oral"}, "谈成了，口头达成，登记下来"),
        ("ask_month", {"outcome": "goes_on", "reason": "明天签。"}, "照常往下办：明天签。"),
        ("next_step", {"next": "up", "reason": "分歧大。"}, "往上一级：分歧大。"),
        ("next_step", {"next": "down", "to_level": "group", "reason": "他们熟。"}, "回到村民调解小组：他们熟。"),
        ("next_step", {"next": "down"}, "回到下一级"),
        ("next_step", {"next": "help", "helper": "老支书"}, "请老支书来帮"),
        ("next_step", {"next": "outside", "route": "court", "reason": "起诉。"}, "当事人选择向人民法院起诉：起诉。"),
        ("next_step", {"next": "outside"}, "当事人选择别的途径"),
        ("next_step", {"next": "stop", "reason": "不调了。"}, "停止调解：不调了。"),
        ("next_step", {}, ""),
        ("answer_transfer", {"outcome": "accepted", "consents": each("agreed", "agreed")}, "接下来了，双方都同意"),
        ("answer_transfer", {"outcome": "accepted"}, "接下来了"),
        ("answer_transfer", {"outcome": "returned", "reason": "缺材料。"}, "退回去了：缺材料。"),
        ("answer_transfer", {}, ""),
        ("chase_answer", {"result": "明天答复。"}, "对方说：明天答复。"),
        ("chase_answer", {}, ""),
        ("tell_routes", {"ended_because": "stopped", "reason": "要起诉。"}, "当事人要求终止调解：要起诉。"),
        ("tell_routes", {"ended_because": "other", "reason": "搬走了。"}, "调解结束了：搬走了。"),
        ("tell_routes", {}, ""),
        ("tell_rest", {"told": each("bound", "in_person"), "reason": "他再想想"}, "王乙没有达成协议：他再想想"),
        ("tell_rest", {"told": each("bound", "bound")}, ""),
        ("tell_rest", {"told": None}, ""),
    ],
)
def test_what_came_of_a_step_is_said_in_its_own_words(step: str, said: Said, words: str) -> None:
    assert outcome(step, **said) == words


@pytest.mark.parametrize("step", sorted(OUTCOMES))
def test_of_an_answer_nobody_knows_nothing_is_said(step: str) -> None:
    names = ("outcome", "next", "target", "consent", "told", "parts", "reason", "until", "route", "ended_because")
    strange: Said = dict.fromkeys(names, 7) | {"told": ["x"], "parts": "x", "reason": "", "ended_because": ""}
    assert OUTCOMES[step](Answered(strange, TWO)) == ""
    assert OUTCOMES[step](Answered({}, ())) == ""


def test_the_question_beside_the_work_is_told_in_the_same_words_as_the_one_before() -> None:
    assert MONTH_OUTCOMES == OLDER_OUTCOMES
