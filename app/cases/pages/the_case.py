"""The case a page is about: found for who asks, named by its parties, led back to, and the step its page names."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.cases.models import Case
from app.cases.queries import get_case
from app.core.asked import whole_number
from app.core.guard import signed_in


def find_case(case_id: int) -> Case:
    """The case, when the signed-in account sees it."""
    return get_case(case_id, for_=signed_in())


def party_names(case: Case) -> list[tuple[int, str]]:
    """Every party's id and name, as forms with a row per party ask for them."""
    return [(party.id, party.name) for party in case.parties]


def place_of(case_id: int) -> str:
    """The address of the case page."""
    return url_for("cases.detail", case_id=case_id)


def to_case(case_id: int) -> ResponseReturnValue:
    """The way to the case page."""
    return redirect(place_of(case_id))


def named_step() -> int:
    """The step that the page names in `task_id`."""
    return whole_number(request.form.get("task_id")) or 0
