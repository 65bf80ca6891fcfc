"""The list of cases, with its search."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.cases.pages import blueprint
from app.cases.queries import Search, search
from app.cases.terms import STATUS_NAMES
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, pager, render
from app.core.permissions import Permission
from app.core.terms import DISPUTE_TYPE_NAMES
from app.deadlines.queries.shown import shown_light, soon_until
from app.deadlines.rules import LIGHT_NAMES
from app.organisations.queries import villages

PAGE = 20


@blueprint.get("/")
@requires(Permission.CASE_SEE)
def index() -> ResponseReturnValue:
    """All visible cases, with search by name, initials, number, type, village, state."""
    now, wanted = clock.now(), Search.read(request.args)
    rows, total = search(signed_in(), wanted, now=now, soon_at=soon_until(now), page=asked_page(), size=PAGE)
    return render(
        "cases/index.html",
        rows=[(case, shown_light(deadline, now=now)) for case, deadline in rows],
        light_names=LIGHT_NAMES,
        total=total,
        wanted=wanted,
        pages=pager(total, PAGE, "cases.index", **wanted.address),
        village_names={village.id: village.full_name for village in villages()},
        type_names=DISPUTE_TYPE_NAMES,
        status_names=STATUS_NAMES,
    )
