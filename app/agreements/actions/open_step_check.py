"""Whether a case stands where an agreement may be worked on, and the actor is the one to do it."""

from __future__ import annotations

from app.cases.models import Case
from app.core.errors import NotAllowed, NotNow
from app.core.permissions import Actor
from app.processes.actions.raise_event import locked_process
from app.processes.models import Task
from app.processes.queries import may_answer, open_task_named

ELSEWHERE = {
    "draft": "现在不在起草这一步，协议改不了。送审以后要等顾问答复；定稿以后要先选“要改了再签”。",
    "sign": "现在不在签字这一步。请回到案件页看现在该做什么。",
    "fulfil": "现在不在督促履行这一步。请回到案件页看现在该做什么。",
}


def must_stand_at(case: Case, step: str, actor: Actor) -> Task:
    """Lock the case's flow and return its open step of this name.

    Raises `NotNow` when the flow stands elsewhere, `NotAllowed` when the step is not the actor's.
    """
    locked_process(case)
    task = open_task_named("case", case.id, step)
    if task is None:
        raise NotNow(ELSEWHERE.get(step, "案件已经不在这一步。请回到案件页看现在该做什么。"))
    if not may_answer(task, actor):
        raise NotAllowed("这一步不归您办；请找承办的调解员或主任。")
    return task
