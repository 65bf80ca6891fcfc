"""分办、改派: a claim goes to an office, or from one to another with the steps that are open."""

from __future__ import annotations

from app.core.errors import NotNow
from app.core.permissions import Permission
from app.petitions.actions.assign import assign_as_submitted
from app.petitions.actions.handling import must_may
from app.petitions.models import Claim
from app.processes.actions.answer import answer_task
from app.processes.actions.raise_event import locked_process, replace_steps
from app.processes.models import Task
from app.processes.queries import open_task_named, open_tasks_of
from app.processes.registry import Submission

HANDLED = frozenset({"investigate", "answer_simply", "study_suggestion", "decide_statutory"})
"""The steps in which somebody works on a claim."""
ASSIGNED_MEANWHILE = "别人刚刚分办了这一项，您这次没有存上；请看看分给了哪个单位，要换的再改派。"
NOBODY_HANDLES = "这一项现在没有单位在办，不用分办、改派；先把眼前的一步办完。"


def step_of_assigning(claim: Claim) -> Task | None:
    """The open step that waits for an office, if the claim stands there."""
    return open_task_named("claim", claim.id, "assign_unit")


def may_reassign(claim: Claim) -> bool:
    """Whether an office works on the claim now, so that another one can take it over."""
    return any(task.name in HANDLED for task in open_tasks_of("claim", claim.id))


def give_to_office(claim: Claim, submission: Submission, *, page_version: int | None) -> None:
    """Answer the step that waits for an office; when it was answered before, hand the claim to another one.

    `submission` holds ``office`` (an id), ``inner_due_on`` and ``note``.  Raises what `answer_task` and `reassign`
    refuse, and `NotNow` when the page was made for the step and somebody has answered it since.
    """
    task = step_of_assigning(claim)
    if task is None:
        if page_version is not None and may_reassign(claim):
            raise NotNow(ASSIGNED_MEANWHILE)
        reassign(claim, submission)
        return
    answer_task(
        task.id,
        page_version=page_version,
        values=submission.values,
        occurred_at=submission.occurred_at,
        spoken_by=submission.spoken_by,
        actor=submission.actor,
        now=submission.now,
    )


def reassign(claim: Claim, submission: Submission) -> None:
    """A new slip for another office, whose list the open steps join.

    Raises `NotAllowed` for anybody but the desk, `NotNow` when nobody works on the claim, and what `assign` refuses.
    """
    must_may(submission.actor, Permission.PETITION_REGISTER)
    locked_process(claim)
    if not may_reassign(claim):
        raise NotNow(NOBODY_HANDLES)
    assign_as_submitted(claim, submission)
    replace_steps(claim, now=submission.now)
