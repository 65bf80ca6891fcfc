"""Show a party's numbers in full: for a reason, and on record (个人信息保护法 第6、51条)."""

from __future__ import annotations

from datetime import datetime

from app.audit.actions.record import record
from app.cases.models import Case, Party
from app.cases.queries.handling import must_unmask
from app.core.permissions import Actor
from app.core.reasons import needed_reason


def unmask(case: Case, party: Party, *, reason: str, actor: Actor, now: datetime) -> dict[str, str]:
    """The party's ID number and phone, and those of agents, for the committee that handles the case, also afterwards.

    Raises `NotAllowed` for another committee, `Invalid` without a reason that says something.
    """
    must_unmask(case, actor)
    said = needed_reason(reason)
    shown = {party.number_name: party.id_number, "电话": party.phone}
    for agent in party.agents:
        shown[f"{agent.name}的{agent.number_name}"] = agent.id_number
        shown[f"{agent.name}的电话"] = agent.phone
    record("party:unmasked", case, actor, now=now, detail={"party": party.id, "reason": said})
    return {what: number for what, number in shown.items() if number}
