"""Who may answer a step.  Pure."""

from __future__ import annotations

from app.core.permissions import Role

ANSWERS: dict[str, frozenset[Role]] = {
    "mediator": frozenset({Role.MEDIATOR, Role.COMMITTEE_HEAD, Role.CENTRE_CLERK}),
    "sender": frozenset({Role.MEDIATOR, Role.COMMITTEE_HEAD, Role.CENTRE_CLERK}),
    "receiver": frozenset({Role.COMMITTEE_HEAD, Role.CENTRE_CLERK}),
    "head": frozenset({Role.COMMITTEE_HEAD}),
    "adviser": frozenset({Role.LEGAL_ADVISER}),
    "petition_clerk": frozenset({Role.PETITION_CLERK}),
    "handler": frozenset({Role.HANDLER, Role.PETITION_CLERK}),
    "leader": frozenset({Role.GOVERNMENT_LEADER}),
}
"""Role in the diagram → roles of accounts that may type the answer."""


def may_answer(step_role: str, role: Role, *, is_own: bool, is_assignee: bool) -> bool:
    """Whether an account may answer: the right role, and its own committee's or office's step or one assigned to it."""
    fits = Role(role) in ANSWERS.get(step_role, frozenset())
    return fits and (is_assignee if step_role == "adviser" else is_own)
