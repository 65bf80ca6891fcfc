"""What the law lets the town decide about a claim, and what its letters must say.  Pure."""

from __future__ import annotations

from datetime import date

from app.petitions.terms import Decision, LetterKind, MatterClass, Origin, Route

MOST_EXTENSION_DAYS = 30
MOST_REPRESENTATIVES = 5
"""At a visit (第20条); signatures are not limited."""
GROUNDS = {
    Decision.REFUSED: frozenset({"upper_handles", "court_matter", "no_content"}),
    Decision.NO_LONGER: frozenset({"same_after_final", "late_review"}),
}


def decision_fault(
    decision: Decision, matter_class: MatterClass | None, route: Route | None, origin: Origin, *, is_repeat: bool
) -> str | None:
    """Why this decision does not fit class, route and origin of a claim; None when it does.

    Source: 信访工作条例 第23、29、31条; 信访事项简易办理办法（试行）.
    """
    is_ordinary = matter_class is MatterClass.APPEAL and route is Route.PETITION
    is_statutory = matter_class is MatterClass.APPEAL and route not in (None, Route.PETITION)
    is_suggestion = matter_class is MatterClass.SUGGESTION
    faults: dict[Decision, tuple[bool, str]] = {
        Decision.ACCEPTED: (
            is_ordinary,
            "只有走信访程序的（第三十一条第六项）才受理、出处理意见书；请照定下的途径办。",
        ),
        Decision.SIMPLE: (
            (is_ordinary or is_suggestion) and not is_repeat,
            "简易办理只适合初次反映、走信访程序或者提建议的（《信访事项简易办理办法（试行）》）；这一项请按普通程序办。",
        ),
        Decision.SUGGESTION: (is_suggestion, "这一项定的是申诉求决，不是建议（第二十九条）；请照定下的途径办。"),
        Decision.LED_IN_HERE: (is_statutory, "这一项没有定前五项法定途径（第三十一条），不能按法定程序办。"),
        Decision.LED_IN: (is_statutory, "这一项没有定前五项法定途径（第三十一条），不能导入法定程序。"),
        Decision.ELSEWHERE: (
            origin is Origin.DIRECT,
            "转送、交办来的，不属于镇里的要在五个工作日内提出异议（第二十三条），不能自己告知去向了事。",
        ),
        Decision.OBJECTION: (
            origin is not Origin.DIRECT,
            "信访人直接提出的没有转送机关，不能提出异议；不属于镇里的，告诉信访人向谁提出（第二十三条）。",
        ),
    }
    fits, sentence = faults.get(decision, (True, ""))
    return None if fits else sentence


def ground_fault(decision: Decision, ground: str) -> str | None:
    """Why a ground does not carry a refusal; None when it does, or none is asked for."""
    known = GROUNDS.get(decision)
    if known is None or ground in known:
        return None
    if not any(ground in grounds for grounds in GROUNDS.values()):
        return "请选哪一种情形，告知书上要写明。"
    if decision is Decision.NO_LONGER:
        return "这种情形是不予受理（《信访工作条例》第十九条、第二十条），请改选“不予受理”或者换一种情形。"
    return "这种情形是不再受理（《信访工作条例》第三十五条、第三十六条），请改选“不再受理”或者换一种情形。"


def remedy_text(kind: LetterKind, *, upper: str) -> str:
    """The remedy a letter tells, by its kind: review for an opinion, reconsideration or suit for a statutory result.

    `upper` is the district government.  Source: 信访工作条例 第35条; 行政复议法 第20、24条; 行政诉讼法 第46条.
    """
    if kind is LetterKind.OPINION:
        return (
            f"如不服本处理意见，可以自收到本意见书之日起三十日内，向{upper}请求复查（《信访工作条例》第三十五条）。"
            "没有正当理由逾期不请求的，不再受理。"
        )
    return (
        f"如不服本处理结果，可以自知道之日起六十日内向{upper}申请行政复议，"
        "也可以自知道之日起六个月内依法向人民法院提起行政诉讼"
        "（《行政复议法》第二十条、第二十四条，《行政诉讼法》第四十六条）；法律另有规定的，从其规定。"
    )


def remedy_fault(kind: LetterKind, text: str) -> str | None:
    """What is wrong with the remedy a letter tells; None when it is right or the kind tells none.

    An opinion tells review within thirty days (第35条); a statutory result tells reconsideration or suit and never
    review (第31条: review exists only against a petition opinion).
    """
    if kind is LetterKind.OPINION and not ("复查" in text and ("三十日" in text or "30日" in text)):
        return "处理意见书要写明三十日内可以向谁请求复查（《信访工作条例》第三十二条、第三十五条），现在没有写。"
    if kind is LetterKind.STATUTORY_RESULT:
        if "复查" in text or "复核" in text:
            return "法定程序的处理结果不能写复查、复核；不服的走行政复议或者诉讼（《信访工作条例》第三十一条）。"
        if "复议" not in text and "诉讼" not in text:
            return "要写明不服怎么办：向谁申请行政复议，或者怎么起诉，期限多长。"
    return None


def needed_content(kind: LetterKind) -> tuple[str, ...]:
    """The fields a letter cannot do without (第32条 for the opinion)."""
    return {
        LetterKind.OPINION: ("request", "facts", "opinion", "basis", "remedy"),
        LetterKind.STATUTORY_RESULT: ("facts", "opinion", "basis", "remedy"),
        LetterKind.ELSEWHERE: ("reason", "competent_body"),
        LetterKind.LEAD_IN: ("reason", "procedure"),
        LetterKind.OBJECTION: ("reason", "competent_body"),
        LetterKind.HEARING_NOTICE: ("held_at", "place", "host"),
        LetterKind.SUPERVISION_REPLY: ("text",),
        LetterKind.CLOSING_REPORT: ("text",),
    }.get(kind, ("reason",))


def optional_content(kind: LetterKind) -> tuple[str, ...]:
    """The fields a letter may have and can do without."""
    return {
        LetterKind.ACCEPTANCE: ("handling_unit", "contact"),
        LetterKind.LEAD_IN: ("handling_unit", "contact"),
        LetterKind.OBJECTION: ("material", "contact"),
        LetterKind.HEARING_NOTICE: ("present", "contact"),
    }.get(kind, ("contact",))


CONTENT_NAMES = {
    "request": "投诉请求",
    "facts": "事实和理由",
    "opinion": "处理意见",
    "basis": "依据",
    "remedy": "不服怎么办",
    "reason": "理由",
    "competent_body": "归哪个机关",
    "procedure": "什么程序、什么时限",
    "held_at": "时间",
    "place": "地点",
    "host": "主持人",
    "text": "内容",
}


def missing_content(kind: LetterKind, content: dict[str, str]) -> list[str]:
    """The fields a letter cannot do without and does not have."""
    return [name for name in needed_content(kind) if not content.get(name, "").strip()]


def content_fault(kind: LetterKind, content: dict[str, str]) -> str | None:
    """What a letter still lacks; None when nothing."""
    missing = [CONTENT_NAMES[name] for name in missing_content(kind, content)]
    if missing:
        source = "（《信访工作条例》第三十二条、第三十五条）" if kind is LetterKind.OPINION else ""
        return f"文书里还缺：{'、'.join(missing)}{source}。"
    return remedy_fault(kind, content.get("remedy", ""))


def extension_fault(days: int, *, asked_on: date, last_on: date, is_extended: bool) -> tuple[str, str] | None:
    """Why a longer time cannot be had, as (field, sentence); None when it can.

    At most thirty days, once, approved before the sixty days end (第34条); `last_on` is their last day.
    """
    if is_extended:
        return "days", "这一项已经延长过一次，不能再延长（《信访工作条例》第三十四条）。"
    if not 1 <= days <= MOST_EXTENSION_DAYS:
        return "days", f"延长最多三十日（《信访工作条例》第三十四条），现在写的是{days}日。"
    if asked_on > last_on:
        return "days", "六十日已经届满，不能再延长（《信访工作条例》第三十四条）；请尽快出具处理意见书。"
    return None


def letter_number(word: str, year: int, sequence: int) -> str:
    """``白信访〔2026〕12号``."""
    return f"{word}〔{year}〕{sequence}号"
