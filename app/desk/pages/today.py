"""今天要办的事: the day's steps as big rows."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.clock import local
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.desk.pages import blueprint
from app.matters.pages.step_row import came_by_others, step_row
from app.matters.queries.light import light_of_matter
from app.matters.queries.marks import marks_on
from app.matters.queries.waiting import steps_waiting_for
from app.processes.models import Task
from app.processes.queries import count_open_tasks
from app.processes.registry import Key

ROWS_ON_FIRST_PAGE = 5


def _matter(task: Task) -> Key:
    return task.matter_kind, task.matter_id


@blueprint.get("/")
@requires(Permission.TODAY_SEE)
def today() -> ResponseReturnValue:
    """今天要办的事: at most five big rows, or all of them, each with the light of what ends first in its matter.

    What somebody else answered last stands with it.
    """
    actor = signed_in()
    every = request.args.get("all") == "1"
    steps = steps_waiting_for(actor, limit=None if every else ROWS_ON_FIRST_PAGE)
    now = clock.now()
    came = came_by_others([task for task, _ in steps], actor.id)
    marks = marks_on({_matter(task) for task, _ in steps}, local(now).date())
    rows = [
        step_row(task, light_of_matter(matter, now=now), *(said.get(_matter(task), "") for said in (came, marks)))
        for task, matter in steps
    ]
    return render("desk/today.html", rows=rows, total=count_open_tasks(actor), every=every)
