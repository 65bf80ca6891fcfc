"""What a letter of the government must say, and to whom it need not be served.  Pure."""

from __future__ import annotations

from app.letters.terms import ServiceMethod
from app.petitions.terms import NOTICES, LetterKind


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


def unserved_fault(kind: LetterKind, method: ServiceMethod, *, searched: str) -> str | None:
    """Why a letter must be served: only a notice need not be, to somebody whose name or address is not clear.

    `searched` tells how the petitioner was looked for.  Source: 信访工作条例 第23条.
    """
    if method is not ServiceMethod.NOWHERE or (kind in NOTICES and searched.strip()):
        return None
    return "姓名、住址不清的，只有告知书可以不送（《信访工作条例》第二十三条），要写明怎么找过他。"


def late_objection_fault(on: str, *, is_late: bool) -> str | None:
    """Why an objection gets no seal any more: the five working days are over, and its own words would be untrue.

    `on`: their last day, in Chinese.  Source: 信访工作条例 第23条.
    """
    if not is_late:
        return None
    return (
        f"五个工作日到{on}已经过了，异议函不能再发（《信访工作条例》第二十三条）。"
        "请信访办在信访件里点“异议没有发出，由镇里办”。"
    )
