"""The list of the periods that run."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, pager, render
from app.core.permissions import Permission
from app.deadlines.models import Deadline
from app.deadlines.pages import blueprint
from app.deadlines.queries import MOST_COUNTED, PAGE, Wanted, running
from app.deadlines.queries.calendar_source import period_rules
from app.deadlines.queries.shown import shown_light, soon_until
from app.deadlines.registry import registry
from app.deadlines.rules import LIGHT_NAMES


@blueprint.get("/")
@requires(Permission.DEADLINE_SEE)
def index() -> ResponseReturnValue:
    """Every running period the account may see, the earliest end first; by light, kind and last day."""
    now, wanted = clock.now(), Wanted.read(request.args)
    rows, total = running(signed_in(), wanted, now=now, soon_at=soon_until(now), page=asked_page())
    named, links = registry.named_all(rows), registry.links_of([_of(row) for row in rows])
    return render(
        "deadlines/index.html",
        rows=[(row, named[_of(row)], links[_of(row)], shown_light(row, now=now)) for row in rows],
        total=f"{MOST_COUNTED} 个以上" if total > MOST_COUNTED else f"{total} 个",
        wanted=wanted,
        pages=pager(total, PAGE, "deadlines.index", total > MOST_COUNTED, **wanted.address),
        light_names=LIGHT_NAMES,
        code_names={code: rule.title for code, rule in period_rules().items()},
    )


def _of(row: Deadline) -> tuple[str, int]:
    return row.subject_kind, row.subject_id
