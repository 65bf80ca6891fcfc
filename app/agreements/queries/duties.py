"""The promises of agreements as parts of their cases: what a period and a flow of one are of."""

from __future__ import annotations

from sqlalchemy import select

from app.agreements.models import Duty
from app.agreements.queries import get_agreement
from app.agreements.rules.performance import PROMISE_PROCESS, TELLS
from app.core.asked import whole_number
from app.core.db import db
from app.core.errors import NotFound
from app.core.shortening import shortened
from app.processes.queries import open_tasks_of, running_flow

PART = "duty-"
LONGEST_NAME = 60
"""Characters; the whole promise stands in the agreement."""


def part_of(duty: Duty) -> str:
    """What the periods and flows of one promise are of."""
    return f"{PART}{duty.id}"


def duty_of(part: str) -> Duty:
    """The promise that a period or a flow is of.  Raises `NotFound`."""
    number = _number(part)
    duty = None if number is None else db.session.get(Duty, number)
    if duty is None:
        raise NotFound("没有这一项该做的事。")
    return duty


def is_told_of(duty: Duty) -> bool:
    """Whether it was answered that it is not kept, and somebody is still to be told what he may do."""
    case = get_agreement(duty.agreement_id).case
    flow = running_flow(case.subject_kind, case.id, PROMISE_PROCESS, part_of(duty))
    stands_at = (one.name for one in open_tasks_of(case.subject_kind, case.id) if flow and one.process_id == flow.id)
    return any(name in TELLS for name in stands_at)


def promise_named(part: str) -> str:
    """What a list calls the promise; empty for one that is gone."""
    number = _number(part)
    text = "" if number is None else db.session.scalar(select(Duty.text).where(Duty.id == number)) or ""
    said = text.replace("　", " ").removesuffix("。")
    return f"“{shortened(said, LONGEST_NAME)}”" if said else ""


def _number(part: str) -> int | None:
    return whole_number(part.removeprefix(PART), least=1) if part.startswith(PART) else None
