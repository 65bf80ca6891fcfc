"""What stands above a step's form, and what its fields begin with: proposals with reasons, never decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from app.core import pages
from app.core.clock import SHANGHAI
from app.core.pages import chinese_date
from app.deadlines.queries import running_named
from app.deadlines.queries.reckoned import reckoned
from app.petitions.models import Claim
from app.petitions.models.records import ExtensionRequest, ReviewRequestHere
from app.petitions.queries import earlier_petitions, letters_of, newest, newest_period
from app.petitions.rules.letters import remedy_text
from app.petitions.terms import CLASS_NAMES, ROUTE_NAMES, LetterKind, Origin


def advice_of(claim: Claim, step_name: str) -> list[str]:
    """Sentences above the form of a step."""
    writers: dict[str, Callable[[Claim], list[str]]] = {
        "sort_claim": _earlier,
        "decide_claim": _decision,
        "investigate": _inner,
        "approve_extension": _extension,
        "approve_reroute": _found,
        "await_agreement": objection_advice,
        "await_review": handed_here_advice,
        "await_final": handed_here_advice,
        "ask_review": handed_here_advice,
        "ask_final": handed_here_advice,
    }
    writer = writers.get(step_name)
    meet = [one.how_to_meet for one in claim.petition.petitioners if one.how_to_meet]
    return [f"诉求：{claim.request}", *meet, *(writer(claim) if writer else [])]


def _earlier(claim: Claim) -> list[str]:
    found = earlier_petitions(claim.petition)
    if not found:
        return []
    listed = "；".join(f"{one.number}（{chinese_date(one.received_on)}，{one.title}）" for one in found[:5])
    return [f"同一个人以前来过：{listed}。同一件事正在办的，请并案；办结了的，看是不是不再受理。"]


def _decision(claim: Claim) -> list[str]:
    sorted_as = CLASS_NAMES[claim.matter_class] if claim.matter_class else ""
    route = f"，{ROUTE_NAMES[claim.route]}" if claim.route else ""
    if claim.accepted_on is not None:
        return [f"定的是：{sorted_as}{route}。", f"{chinese_date(claim.accepted_on)}已经受理，受理的日子不变。"]
    three = reckoned("D12a", datetime.combine(claim.petition.starts_on, time.min, SHANGHAI), length=None)
    lines = [f"定的是：{sorted_as}{route}。", f"要简易办理的，{chinese_date(three.due_on)}以前要定下来。"]
    window = running_named("claim", claim.id, "D4")
    if claim.petition.origin is not Origin.DIRECT and window is not None:
        lines.append(f"不属于镇里的，{chinese_date(window.due_on)}以前可以提出异议；过了就要自己办。")
    return lines


def objection_advice(claim: Claim) -> list[str]:
    """An objection decided in time may still reach the transferring body too late: its letter has to be there too."""
    window = newest_period(claim.id, "D4")
    letters = [one for one in letters_of(claim.id) if one.kind is LetterKind.OBJECTION]
    if window is None or not letters:
        return []
    served_on = letters[-1].served_on
    if served_on is None:
        return [f"异议函还没有送出，{chinese_date(window.due_on)}以前要送出；过了就不能再发。"]
    if served_on <= window.due_on:
        return []
    return [f"异议函是{chinese_date(served_on)}送出的，已经超过五个工作日，转送机关可以不同意退回（第二十三条）。"]


def _inner(claim: Claim) -> list[str]:
    return [f"信访办要求{chinese_date(claim.inner_due_on)}以前回。"] if claim.inner_due_on else []


def _found(claim: Claim) -> list[str]:
    sorted_as = [CLASS_NAMES[claim.matter_class]] if claim.matter_class else []
    route = [ROUTE_NAMES[claim.route]] if claim.route else []
    return [f"现在定的是：{'，'.join([*sorted_as, *route])}。", f"承办单位查到：{claim.findings}"]


def _extension(claim: Claim) -> list[str]:
    request = newest(ExtensionRequest, claim.id)
    return [f"承办单位报延期{request.days}日：{request.reason}"] if request else []


def handed_here_advice(claim: Claim) -> list[str]:
    """A request that was handed to the town counts only where it belongs."""
    row = newest(ReviewRequestHere, claim.id)
    if row is None:
        return []
    where = pages.setting_text("CITY_GOVERNMENT" if row.is_final else "DISTRICT_GOVERNMENT")
    return [f"信访人{chinese_date(row.handed_on)}把请求交到了镇里，已经告诉他交到{where}；以那里收到的日子为准。"]


def beforehand_of(claim: Claim, step_name: str) -> dict[str, object]:
    """What the empty form of a step begins with, by field."""
    upper = pages.setting_text("DISTRICT_GOVERNMENT")
    if step_name == "write_opinion":
        remedy = remedy_text(LetterKind.OPINION, upper=upper)
        return {"request": claim.request, "facts": claim.findings, "remedy": remedy}
    if step_name == "decide_statutory":
        return {"remedy": remedy_text(LetterKind.STATUTORY_RESULT, upper=upper)}
    if step_name == "approve_extension":
        request = newest(ExtensionRequest, claim.id)
        return {"days": request.days, "reason": request.reason} if request else {}
    if step_name == "investigate":
        return {"findings": claim.findings}
    return {}
