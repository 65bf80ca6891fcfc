"""Who may answer a step.  Pure."""

from __future__ import annotations

from app.core.permissions import Role
from workflows.diagrams.process_file import StepRole


def fits_role(step_role: StepRole | None, role: Role, *, is_own: bool, is_assignee: bool) -> bool:
    """Whether an account may answer: the right role, and its own committee's or office's step or one assigned to it.

    `step_role` is what the diagrams say of the step's role, None when they know none of that name.
    """
    if step_role is None or role not in step_role.accounts:
        return False
    return is_assignee if step_role.assigned else is_own
