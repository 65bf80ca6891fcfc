"""Who may answer a step.  Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from app.core.permissions import Role

ANSWERS: dict[str, frozenset[Role]] = {
    "mediator": frozenset({Role.MEDIATOR, Role.COMMITTEE_HEAD, Role.CENTRE_CLERK}),
    "sender": frozenset({Role.MEDIATOR, Role.COMMITTEE_HEAD, Role.CENTRE_CLERK}),
    "receiver": frozenset({Role.COMMITTEE_HEAD, Role.CENTRE_CLERK}),
    "head": frozenset({Role.COMMITTEE_HEAD}),
    "adviser": frozenset({Role.LEGAL_ADVISER}),
}
"""Role in the diagram → roles of accounts that may type the answer."""


def may_answer(step_role: str, role: Role, *, is_own: bool, is_assignee: bool) -> bool:
    """Whether an account may answer: the right role, and its own committee's step or one assigned to it."""
    fits = Role(role) in ANSWERS.get(step_role, frozenset())
    return fits and (is_assignee if step_role == "adviser" else is_own)


class Light(StrEnum):
    """A step's light: colour, word and shape."""

    OVERDUE = "overdue"
    SOON = "soon"
    OK = "ok"


def light_of(due_at: datetime, *, now: datetime, soon: timedelta) -> Light:
    """Overdue after the moment has passed, soon within `soon` before it, else ok."""
    if now > due_at:
        return Light.OVERDUE
    return Light.SOON if due_at - now <= soon else Light.OK


def light_words(due_on: date | None, *, on: date) -> str:
    """``超期3天`` / ``今天到期`` / ``还有2天`` / ``不限期``."""
    if due_on is None:
        return "不限期"
    days = (due_on - on).days
    if days < 0:
        return f"超期{-days}天"
    return "今天到期" if days == 0 else f"还有{days}天"
