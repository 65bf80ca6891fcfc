"""The list of claims, and the supervisions that wait."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.matters.pages.matter_list import matter_list
from app.petitions.kind import CLAIM
from app.petitions.pages import blueprint
from app.petitions.queries import waiting_supervisions
from app.petitions.queries.listing import Search


@blueprint.get("/")
@requires(Permission.PETITION_SEE)
def index() -> ResponseReturnValue:
    """All visible claims, with search by name, number, words, village, channel, class, state and light; supervisions
    that wait."""
    return render(
        "petitions/index.html",
        **matter_list(CLAIM, Search.read(request.args)),
        supervisions=waiting_supervisions(signed_in()),
    )
