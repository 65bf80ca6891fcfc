"""The list of cases, with its search."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.cases.kind import CASE
from app.cases.pages import blueprint
from app.cases.queries.listing import Search
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.matters.pages.matter_list import matter_list


@blueprint.get("/")
@requires(Permission.CASE_SEE)
def index() -> ResponseReturnValue:
    """All visible cases, with search by name, initials, number, words, type, village, state and light."""
    return render("cases/index.html", **matter_list(CASE, Search.read(request.args)))
