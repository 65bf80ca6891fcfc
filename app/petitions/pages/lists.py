"""The list of claims, and the supervisions that wait."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, pager, render
from app.core.permissions import Permission
from app.deadlines.queries.shown import shown_light, soon_until
from app.deadlines.rules import LIGHT_NAMES
from app.organisations.queries import villages
from app.petitions.pages import blueprint
from app.petitions.queries import Search, search, waiting_supervisions
from app.petitions.terms import CHANNEL_NAMES, CLASS_NAMES, ROUTE_NAMES, STATUS_NAMES

PAGE = 20


@blueprint.get("/")
@requires(Permission.PETITION_SEE)
def index() -> ResponseReturnValue:
    """All visible claims, with search by name, number, village, channel, class, state; supervisions that wait."""
    actor, wanted, now = signed_in(), Search.read(request.args), clock.now()
    rows, total = search(actor, wanted, now=now, soon_at=soon_until(now), page=asked_page(), size=PAGE)
    return render(
        "petitions/index.html",
        rows=[(claim, shown_light(deadline, now=now)) for claim, deadline in rows],
        supervisions=waiting_supervisions(actor),
        total=total,
        wanted=wanted,
        pages=pager(total, PAGE, "petitions.index", **wanted.address),
        village_names={village.id: village.full_name for village in villages()},
        light_names=LIGHT_NAMES,
        channel_names=CHANNEL_NAMES,
        class_names=CLASS_NAMES,
        route_names=ROUTE_NAMES,
        status_names=STATUS_NAMES,
    )
