"""The list of accusations."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accusations.models import STATUS_NAMES
from app.accusations.pages import blueprint, insiders
from app.accusations.queries import listed
from app.core import clock
from app.core.guard import signed_in
from app.core.pages import asked_page, pager, render
from app.deadlines.queries.shown import shown_light

PAGE = 20


@blueprint.get("/")
@insiders
def index() -> ResponseReturnValue:
    """Every accusation the officer may see, newest first, with the period that ends first."""
    now = clock.now()
    rows, total = listed(signed_in(), page=asked_page(), size=PAGE)
    return render(
        "accusations/index.html",
        rows=[(one, shown_light(deadline, now=now)) for one, deadline in rows],
        total=total,
        pages=pager(total, PAGE, "accusations.index"),
        status_names=STATUS_NAMES,
    )
