"""The case a page is about: found for who asks, named by its parties, led back to, and the step its page names."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.cases.models import Case
from app.cases.queries import get_case
from app.core.guard import signed_in
from app.core.public_ids import key_of
from app.processes.models import Task


def find_case(case_id: int) -> Case:
    """The case, when the signed-in account sees it."""
    return get_case(case_id, for_=signed_in())


def place_of(case_id: int) -> str:
    """The address of the case page."""
    return url_for("cases.detail", case_id=case_id)


def to_case(case_id: int) -> ResponseReturnValue:
    """The way to the case page."""
    return redirect(place_of(case_id))


def named_step() -> int:
    """The step that the page names in `task_id`; `NO_ROW` when it names none."""
    return key_of(Task, request.form.get("task_id"))
