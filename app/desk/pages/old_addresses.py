"""Addresses from before rows had public ids, on paper, in bookmarks and in old messages.

Those of disputes lead to the dispute, for whoever sees it.  All others answer with one and the same page, whether
there ever was such a row or not: a number between two others tells of what lies between (P5).
"""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.cases.pages.the_case import find_case, to_case
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.desk.pages import blueprint

OF_CASES = ("/cases/<int:case_id>", "/agreements/<int:case_id>", "/reviews/cases/<int:case_id>")
OTHERS = (
    "/petitions/<int:number>",
    "/petitions/claims/<int:number>",
    "/petitions/letters/<int:number>",
    "/petitions/supervisions/<int:number>",
    "/tasks/<int:number>",
    "/deadlines/<int:number>",
    "/deadlines/of/<kind>/<int:number>",
)
GONE = 410


@requires(Permission.CASE_SEE)
def old_case(case_id: int, rest: str = "") -> ResponseReturnValue:
    """The way to the page of a dispute.  Raises `NotFound`, the same for none and for one out of sight."""
    return to_case(find_case(case_id).id)


@requires(Permission.TODAY_SEE)
def old_address(**_named: object) -> ResponseReturnValue:
    """The address has changed: the way to what is looked for is its number."""
    return render("desk/old_address.html"), GONE


@requires(Permission.PETITION_COUNT)
def old_head() -> ResponseReturnValue:
    """The way to the head's page, which stood among the statistics."""
    return redirect(url_for("desk.head"))


blueprint.add_url_rule("/statistics/head", view_func=old_head)
for rule in OF_CASES:
    blueprint.add_url_rule(rule, view_func=old_case)
    blueprint.add_url_rule(f"{rule}/<path:rest>", view_func=old_case)
for rule in OTHERS:
    blueprint.add_url_rule(rule, view_func=old_address)
    blueprint.add_url_rule(f"{rule}/<path:rest>", view_func=old_address)
blueprint.add_url_rule("/petitions/letters/<int:number>.pdf", view_func=old_address)
