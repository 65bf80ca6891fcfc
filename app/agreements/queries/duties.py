"""The promises of agreements as parts of their cases: what a period and a flow of one are of."""

from __future__ import annotations

from sqlalchemy import select

from app.agreements.models import Duty
from app.core.asked import whole_number
from app.core.db import db
from app.core.errors import NotFound
from app.core.shortening import shortened

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


def promise_named(part: str) -> str:
    """What a list calls the promise; empty for one that is gone."""
    number = _number(part)
    text = "" if number is None else db.session.scalar(select(Duty.text).where(Duty.id == number)) or ""
    said = text.replace("　", " ").removesuffix("。")
    return f"“{shortened(said, LONGEST_NAME)}”" if said else ""


def _number(part: str) -> int | None:
    return whole_number(part.removeprefix(PART), least=1) if part.startswith(PART) else None
