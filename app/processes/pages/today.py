"""今天要办的事: the day's steps as big rows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.shown import shown_light
from app.processes.models import Task
from app.processes.pages import blueprint
from app.processes.queries import count_open_tasks, open_tasks, periods_beside

ROWS_ON_FIRST_PAGE = 5


@dataclass(frozen=True)
class TaskRow:
    """A big row: whose matter, what is to be done, until when (a `ShownLight`), and where it is done."""

    state: str
    due: str
    why: str
    number: str
    names: str
    title: str
    todo: str
    href: str
    action: str


def task_row(task: Task, beside: Deadline | None = None) -> TaskRow:
    """A step as the big row of 今天要办的事; `beside` is the period to show, by name, when it has none of its own."""
    shown = shown_light(task.deadline or beside, now=clock.now())
    return TaskRow(
        state=shown.state,
        due=f"{shown.due}　{period_rule(beside.code).title}" if beside and not task.deadline else shown.due,
        why=shown.why,
        number=task.number,
        names=task.title,
        title=task.place_name,
        todo=task.label,
        href=url_for("processes.step", task_id=task.id),
        action="办理",
    )


@blueprint.get("/")
@requires(Permission.TODAY_SEE)
def today() -> ResponseReturnValue:
    """今天要办的事: at most five big rows, or all of them."""
    actor = signed_in()
    every = request.args.get("all") == "1"
    tasks = open_tasks(actor, limit=None if every else ROWS_ON_FIRST_PAGE)
    beside = periods_beside(tasks)
    rows = [task_row(task, beside.get(task.id)) for task in tasks]
    return render("processes/today.html", rows=rows, total=count_open_tasks(actor), every=every)
