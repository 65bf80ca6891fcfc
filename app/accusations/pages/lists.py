"""The list of accusations."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accusations.models import STATUS_NAMES
from app.accusations.pages import blueprint, insiders
from app.accusations.queries import listed
from app.core import clock
from app.core.guard import signed_in
from app.core.pages import asked_page, render
from app.deadlines.queries.shown import shown_light

PAGE = 20


@blueprint.get("/")
@insiders
def index() -> ResponseReturnValue:
    """Every accusation the officer may see, newest first, with the period that ends first."""
    page, now = asked_page(), clock.now()
    rows, total = listed(signed_in(), page=page, size=PAGE)
    return render(
        "accusations/index.html",
        rows=[(one, shown_light(deadline, now=now)) for one, deadline in rows],
        total=total,
        page=page,
        last=-(-total // PAGE),
        status_names=STATUS_NAMES,
    )
