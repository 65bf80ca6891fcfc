"""The notices to a petitioner: accepted, refused, elsewhere, led into a procedure, longer time, hearing."""

from __future__ import annotations

from datetime import date, timedelta

from app.core.pages import chinese_date
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.papers.letter_text import Part
from app.petitions.papers.letter_words import (
    asking,
    came_in,
    claim_of,
    desk_name,
    end_of,
    issuer,
    labelled,
    lines,
    numbered,
    setting,
    you,
)
from app.petitions.queries import newest_period
from app.petitions.terms import GROUND_NAMES, Decision, LetterKind, Route

ROUTE_ITEMS = {
    Route.LITIGATION: ("第一项", "应当通过诉讼、行政复议、检察监督或者公安机关的法律程序处理"),
    Route.ARBITRATION: ("第二项", "应当通过仲裁解决"),
    Route.PARTY: ("第三项", "可以通过党员申诉、申请复审等解决"),
    Route.ADMINISTRATIVE: ("第四项", "可以通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决"),
    Route.DUTY: ("第五项", "属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责"),
}
"""The items of 第31条 that lead into a statutory procedure, in the words of the text."""
OTHERWISE = "需要法律帮助的，可以到镇司法所咨询，或者拨打12348公共法律服务热线。"
INSTEAD = {
    "upper_handles": "请等候正在办理的机关答复，也可以向该机关查询办理情况；不要同时向多个机关重复提出同一事项。",
    "court_matter": "请依法通过诉讼、仲裁、行政复议等途径解决，并注意诉讼时效、申请期限等期间，以免错过。" + OTHERWISE,
    "same_after_final": "该事项的复核意见已经终结信访程序；有新的事实和理由的，可以作为新的事项提出。" + OTHERWISE,
    "late_review": "没有在期限内请求复查、复核有正当理由的，请向复查、复核机关说明，并附上证明；"
    "有新的事实和理由的，可以作为新的事项提出。" + OTHERWISE,
    "no_content": "请写明姓名（名称）、住址、联系电话和请求、事实、理由（《信访工作条例》第十九条），"
    "补充以后可以重新提出。",
}


def acceptance(letter: Letter) -> tuple[Part, ...]:
    """受理告知书, or for a suggestion 接收告知书 (第21、23、29、31条)."""
    claim = claim_of(letter)
    if claim.decision is Decision.SUGGESTION:
        return _received(letter, claim)
    if claim.accepted_on is None:
        raise ValueError("the claim has not been accepted")
    decided = (
        f"经审查，该事项属于本机关职权范围，本机关自{chinese_date(claim.accepted_on)}起受理"
        "（《信访工作条例》第二十三条）。"
    )
    if newest_period(claim.id, "D12b") is not None:
        decided += "该事项原按简易程序办理，现转为普通程序办理，原受理日期不变，办理期限仍从该日起计算。"
    return numbered(
        ("受理情况", (came_in(claim), decided, *_why(letter))),
        ("处理途径和程序", _ordinary_way(claim)),
        ("承办单位和办理期限", (f"承办单位：{_unit(letter, claim)}。", *_sixty_days(claim))),
        ("查询和评价", asking(claim)),
    )


def _ordinary_way(claim: Claim) -> tuple[str, ...]:
    upper = setting("DISTRICT_GOVERNMENT")
    return (
        "按照《信访工作条例》第三十一条第六项规定的信访程序办理：本机关听取信访人陈述事实和理由，调查核实，"
        "出具信访处理意见书；重大、复杂、疑难的，可以举行听证；双方自愿的，可以调解、和解（第三十三条）。",
        f"{you(claim.petition)}可以要求与该事项有直接利害关系的办理人员回避（第二十八条）；"
        f"不服处理意见的，可以自收到之日起三十日内向{upper}请求复查（第三十五条）。",
    )


def _sixty_days(claim: Claim) -> tuple[str, ...]:
    period = newest_period(claim.id, "D5")
    if period is None or claim.accepted_on is None:
        return ()
    last = end_of(period.unrolled_on, period.due_on)
    return (
        f"办理期限：自受理之日起六十日，至{last}届满。情况复杂的，经批准可以延长，最多三十日，"
        "并书面告知理由（第三十四条）。",
    )


def _received(letter: Letter, claim: Claim) -> tuple[Part, ...]:
    taken = "经审查，该事项属于建议、意见，本机关已经接收（《信访工作条例》第二十三条、第二十九条）。"
    way = (
        "本机关将对该建议、意见认真研究论证；科学合理、具有现实可行性的，采纳或者部分采纳，"
        "并将研究结果回复信访人（《信访工作条例》第二十九条）。"
    )
    return numbered(
        ("接收情况", (came_in(claim), taken, *_why(letter))),
        ("处理途径和程序", (way,)),
        ("承办单位", (f"承办单位：{_unit(letter, claim)}。",)),
        ("查询和评价", asking(claim)),
    )


def _why(letter: Letter) -> tuple[str, ...]:
    return labelled("说明", letter.content.get("reason", ""))


def _unit(letter: Letter, claim: Claim) -> str:
    typed = letter.content.get("handling_unit", "").strip().rstrip("。")
    if typed:
        return typed
    return claim.handling_office.name if claim.handling_office else desk_name()


def refusal(letter: Letter) -> tuple[Part, ...]:
    """不予受理 or 不再受理: the ground with its article, the reasons, where to go instead (第19、23、36条)."""
    claim = claim_of(letter)
    deed = "不再受理" if letter.kind is LetterKind.NO_LONGER else "不予受理"
    ground = letter.content.get("ground", "") or GROUND_NAMES.get(claim.ground, "")
    code = next((code for code, name in GROUND_NAMES.items() if name == ground), claim.ground)
    return numbered(
        ("反映的事项", (came_in(claim),)),
        (f"{deed}的决定", (f"经审查，本机关决定对该事项{deed}。",)),
        ("依据和理由", (*labelled("依据", ground), *labelled("理由", letter.content.get("reason", "")))),
        ("可以通过的其他途径", (INSTEAD.get(code, OTHERWISE),)),
    )


def elsewhere(letter: Letter) -> tuple[Part, ...]:
    """去向告知书: which body to turn to; the town tells and does not transfer (第23条)."""
    claim = claim_of(letter)
    body = letter.content["competent_body"].strip().rstrip("。")
    told = (
        f"请{you(claim.petition)}向有权处理的机关、单位提出：{body}（《信访工作条例》第二十三条第一款）。"
        "本机关不代为转送。"
    )
    return numbered(
        ("反映的事项", (came_in(claim),)),
        (
            "不属于本机关职权范围的理由",
            ("经审查，该事项不属于本机关职权范围。", *labelled("理由", letter.content["reason"])),
        ),
        ("应当向哪里提出", (told,)),
    )


def lead_in(letter: Letter) -> tuple[Part, ...]:
    """程序导入告知书: which item of 第31条, which body, which procedure and limits; never the petition's own remedy."""
    claim = claim_of(letter)
    is_here = claim.decision is Decision.LED_IN_HERE
    item, words = ROUTE_ITEMS.get(claim.route or Route.PETITION, ("前五项", "应当通过法定程序解决"))
    found = f"经审查，该事项属于《信访工作条例》第三十一条{item}规定的情形（{words}），应当按照相应的法定程序处理。"
    body = issuer() if is_here else letter.content.get("competent_body", "").strip().rstrip("。")
    way = (
        *labelled("有权处理的机关", body),
        *labelled("程序和时限", letter.content["procedure"]),
        *_who_acts(letter, claim, is_here=is_here),
        "对该程序的处理结果不服的，依照有关法律、法规的规定，通过行政复议、诉讼等法定途径解决，并注意法定期限。",
    )
    return numbered(
        ("反映的事项", (came_in(claim),)),
        ("导入法定程序的依据和理由", (found, *labelled("理由", letter.content["reason"]))),
        ("办理机关、程序和时限", way),
        ("查询", asking(claim, evaluates=False) if is_here else ()),
    )


def _who_acts(letter: Letter, claim: Claim, *, is_here: bool) -> tuple[str, ...]:
    if is_here:
        unit = f"承办单位：{_unit(letter, claim)}。"
        return (unit, f"本机关依照上述程序作出处理，并将处理结果书面答复{you(claim.petition)}。")
    return (f"请{you(claim.petition)}依照上述程序向该机关提出；本机关不再按信访程序办理该事项。",)


def extension(letter: Letter) -> tuple[Part, ...]:
    """延长办理期限告知书: the old and the new end, at most thirty days later, and why (第34条)."""
    claim = claim_of(letter)
    old, new, days = _ends(letter, claim)
    longer = (
        f"因情况复杂，经本机关负责人批准，延长办理期限{days}日，延长后的办理期限至{new}届满"
        "（《信访工作条例》第三十四条）。"
    )
    accepted = f"本机关于{chinese_date(claim.accepted_on)}受理该事项，原办理期限为六十日，至{old}届满。"
    return numbered(
        ("原办理期限", (came_in(claim), accepted)),
        ("延长后的办理期限", (longer,)),
        ("延期的理由", lines(letter.content["reason"])),
        ("查询", asking(claim, evaluates=False)),
    )


def _ends(letter: Letter, claim: Claim) -> tuple[str, str, str]:
    """The old end, the new end, the days between; the longer period counts from the unrolled old end."""
    old, days = date.fromisoformat(letter.content["old_end"]), int(letter.content["days"])
    period = newest_period(claim.id, "D5")
    if period is None or period.extension is None:
        return chinese_date(old), chinese_date(date.fromisoformat(letter.content["new_end"])), str(days)
    unrolled = period.unrolled_on - timedelta(days=days)
    return end_of(unrolled, old), end_of(period.unrolled_on, period.due_on), str(days)


def hearing_notice(letter: Letter) -> tuple[Part, ...]:
    """听证通知书: when, where, before whom, with whom, and the rights of those who come (第31条)."""
    claim, content = claim_of(letter), letter.content
    present = [
        " ".join(line.split()).rstrip("。；") for line in content.get("present", "").splitlines() if line.strip()
    ]
    order = (
        *labelled("时间", content["held_at"]),
        *labelled("地点", content["place"]),
        *labelled("主持人", content["host"]),
        *((f"参加人：{'；'.join(present)}。",) if present else ()),
    )
    rights = (
        f"{you(claim.petition)}在听证中有下列权利：",
        "（一）陈述事实和理由；",
        "（二）申辩和质证；",
        "（三）举证，即出示证据；",
        "（四）申请与该事项有直接利害关系的主持人、听证员、记录人回避；",
        "（五）委托代理人参加，代理人要带授权委托书；",
        "（六）核对听证笔录，有遗漏或者差错的，要求补正。",
        "请带身份证件和有关材料按时参加；因故不能参加的，请在听证以前告知本机关。",
    )
    held = "本机关决定依照《信访工作条例》第三十一条第六项的规定，对该事项举行听证。"
    return numbered(
        ("听证的事项", (came_in(claim), held)),
        ("听证安排", order),
        ("权利和注意事项", rights),
    )
