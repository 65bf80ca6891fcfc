"""What the law lets the town decide about a claim, and how a claim may end before the opinion.  Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.petitions.terms import ClaimStatus, Decision, Ending, MatterClass, Origin, Route

GROUNDS = {
    Decision.REFUSED: frozenset({"upper_handles", "court_matter", "no_content"}),
    Decision.NO_LONGER: frozenset({"same_after_final", "late_review"}),
}
BEFORE_ACCEPTANCE = {Decision.SIMPLE: "改成简易办理", Decision.REFUSED: "不予受理", Decision.OBJECTION: "提出异议"}
UNDECIDED = frozenset({ClaimStatus.SORTING, ClaimStatus.DECIDING})
BEFORE_THE_OPINION = UNDECIDED | {
    ClaimStatus.OBJECTING,
    ClaimStatus.TELLING,
    ClaimStatus.SIMPLE,
    ClaimStatus.HANDLING,
}
WITHOUT_OPINION = frozenset({Decision.SUGGESTION, Decision.LED_IN_HERE})
"""Once the petitioner was told of one of these, a withdrawal follows other rules or has no object."""
AFTER_SERVICE = frozenset({ClaimStatus.REVIEWABLE, ClaimStatus.CLOSED, ClaimStatus.IN_REVIEW})


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


def again_fault(decision: Decision, *, has_objected: bool) -> str | None:
    """Why the town cannot object a second time: the transferring body has not agreed.  Source: 信访工作条例 第23条."""
    if decision is Decision.OBJECTION and has_objected:
        return "已经提过异议，转送机关没有同意（《信访工作条例》第二十三条）；请自己办理。"
    return None


def accepted_fault(decision: Decision, *, is_accepted: bool) -> str | None:
    """Why this cannot become of a claim that was accepted before its class or route was changed.

    Source: 信访工作条例 第23条; 信访事项简易办理办法（试行）.
    """
    if not is_accepted or decision not in BEFORE_ACCEPTANCE:
        return None
    return f"这一项已经受理，不能再{BEFORE_ACCEPTANCE[decision]}；请照定下的途径办，不属于镇里的告知去向。"


def reroute_fault(*, is_opinion_served: bool) -> str | None:
    """Why class and route stay: an opinion on them reached the petitioner, and is revoked or reviewed (第35、36条)."""
    if not is_opinion_served:
        return None
    return "处理意见已经送达过，不能再改性质、途径；照上级的要求重新办理、重新作出处理意见。"


def agreement_fault(*, sent_letters: int) -> str | None:
    """Why a transferring body cannot have agreed: no letter of objection went out.  Source: 信访工作条例 第23条."""
    return None if sent_letters else "异议函还没有送出去，转送机关没有什么可同意的；请先签发、盖章、送达。"


def withdrawal_fault(status: ClaimStatus, decision: Decision | None, *, is_over: bool) -> str | None:
    """Why the petitioner cannot withdraw in writing now; None before the opinion.

    The statute does not speak of it; practice takes a written one.
    """
    if is_over:
        return "这一项已经办结，不用撤回。"
    if status not in BEFORE_THE_OPINION:
        return "处理意见已经作出，不能再撤回；信访人不再反映的，期满核对没有请求复查，就是终局。"
    if status is ClaimStatus.HANDLING and decision in WITHOUT_OPINION:
        return "这一项不出处理意见：提建议的照常回复；按法定程序办的，照那个程序的规定撤回申请。"
    return None


def confirmed_fault() -> str:
    """Why a wish that was confirmed comes too late: the opinion bears its seal."""
    return "处理意见书已经盖章，不能再撤回，照常送达；信访人不再反映的，期满核对没有请求复查，就是终局。请选“不撤了”。"


def voiding_fault(endings: Sequence[Ending | None], decisions: Sequence[Decision | None]) -> str | None:
    """Why a registration cannot be voided as wrong or double; None until something of it is decided or ended.

    What was decided about is a matter, however it came in: it is answered, joined, or withdrawn by who wrote it.
    """
    if Ending.VOIDED in endings:
        return "这件登记已经作废了。"
    if any(ending is not None for ending in endings) or any(decision is not None for decision in decisions):
        return "已经定了怎么办的，不能再作废登记：写错的用“更正”，同一件事用“并案”，不再反映的用“信访人书面撤回”。"
    return None


def pressure_fault(pressure: str) -> str | None:
    """Why a withdrawal does not count: somebody urged the petitioner to it, or nobody asked whether (no: nobody did).

    Practice: the statute does not speak of withdrawing.
    """
    return None if pressure == "no" else "有人劝、逼他撤回的不能撤回；请照常办，并把施压的情况报告镇政府负责人。"


def dispute_fault(consent: str) -> str | None:
    """Why a claim does not go to people's mediation: not both sides want it.

    Source: 信访工作条例 第33条; 人民调解法 第3条.
    """
    if consent == "both":
        return None
    return "转调解要双方都同意（《信访工作条例》第三十三条，《人民调解法》第三条）；先问清楚。"


def settlement_fault(both_willing: str) -> str | None:
    """Why a settlement does not count: not both sides were willing.  Source: 信访工作条例 第33条."""
    return None if both_willing == "yes" else "调解、和解要双方自愿（《信访工作条例》第三十三条）。"


def joining_fault(status: ClaimStatus, *, is_joined: bool, is_over: bool) -> str | None:
    """Why another claim cannot be joined to one that stands so; None while it runs.

    What was joined is told and handled with the other, which must not be past the opinion: then the same facts are
    no longer accepted.  Source: 信访工作条例 第35、36条.
    """
    if is_joined:
        return "那一项自己已经并入别的，请填最初的那一项。"
    if status in (ClaimStatus.REVIEWABLE, ClaimStatus.IN_REVIEW):
        return "那一项的处理意见书已经送达，不能并入；请告诉信访人，不服的在期限里请求复查、复核。"
    if is_over:
        return "那一项已经办结，不能并入；同一事实和理由再提的，请定性质以后选“不再受理”。"
    return None


def review_fault(status: ClaimStatus, *, is_served: bool) -> str | None:
    """Why nobody can ask for review yet: the opinion was not served.  Source: 信访工作条例 第35、36条."""
    return None if is_served and status in AFTER_SERVICE else "处理意见书还没有送达，现在谈不上复查。"


def accusation_fault(status: ClaimStatus, *, has_numbered_letter: bool) -> str | None:
    """Why a claim does not become an accusation any more: it was decided, or a letter about it left its trace.

    Source: 信访工作条例 第30条.
    """
    if status in UNDECIDED and not has_numbered_letter:
        return None
    return "这一项已经往下办了，不能再改成检举控告；新反映的请另外登记。"
