"""The 期限说明 of one period, and of every period of one subject."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access_log import looked
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.deadlines.pages import blueprint
from app.deadlines.queries import deadlines_of, get_deadline
from app.deadlines.queries.explained import explain
from app.deadlines.registry import registry


@blueprint.get("/<row(deadline):deadline_id>")
@requires(Permission.DEADLINE_SEE)
def explained(deadline_id: int) -> ResponseReturnValue:
    """期限说明: how the date came about, day by day; prints on one page."""
    deadline = get_deadline(deadline_id, for_=signed_in())
    subjects = registry.of(deadline.subject_kind)
    looked(deadline.subject_kind, deadline.subject_id)
    return render(
        "deadlines/explained.html",
        one=explain(deadline, now=clock.now()),
        named=subjects.named({deadline.subject_id})[deadline.subject_id],
        link=subjects.link(deadline.subject_id),
    )


@blueprint.get("/of/<kind>/<public_id>")
@requires(Permission.DEADLINE_SEE)
def of_subject(kind: str, public_id: str) -> ResponseReturnValue:
    """Every period of one subject the account may see, those that run first."""
    subject_id = registry.key_of(kind, public_id)
    shown = [explain(row, now=clock.now()) for row in deadlines_of(kind, subject_id, for_=signed_in())]
    if not shown:
        raise NotFound(OUT_OF_SIGHT)
    subjects = registry.of(kind)
    looked(kind, subject_id)
    return render(
        "deadlines/of_subject.html",
        shown=shown,
        named=subjects.named({subject_id})[subject_id],
        link=subjects.link(subject_id),
    )
