"""Show a party's numbers in full: for a reason, and on record (个人信息保护法 第6、51条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.record import record
from app.cases.handling import must_unmask
from app.cases.models import Case, Party
from app.core.errors import Invalid
from app.core.permissions import Actor


def unmask(case: Case, party: Party, *, reason: str, actor: Actor, now: datetime) -> dict[str, str]:
    """The party's ID number and phone, and those of agents, for the committee that handles the case, also afterwards.

    Raises `NotAllowed` for another committee, `Invalid` without a reason.
    """
    must_unmask(case, actor)
    if not reason.strip():
        raise Invalid("请写明为什么要看。", {"reason": "请写明为什么要看。"})
    shown = {"身份证号": party.id_number, "电话": party.phone}
    for agent in party.agents:
        shown[f"{agent.name}的身份证号"] = agent.id_number
        shown[f"{agent.name}的电话"] = agent.phone
    record("party:unmasked", case, actor, now=now, detail={"party": party.id, "reason": reason.strip()})
    return {what: number for what, number in shown.items() if number}
