"""The pool, with search and filters."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core.asked import whole_number
from app.core.guard import requires, signed_in
from app.core.pages import asked_page, render
from app.core.permissions import Permission
from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES, DisputeType, PoolCategory
from app.mediators.models import POOL_STATE_NAMES, PoolState
from app.mediators.pages import blueprint
from app.mediators.queries import PoolSearch, search_pool
from app.organisations.queries import villages

PAGE = 30


def _wanted() -> PoolSearch:
    """What the address narrows the pool to."""
    asked = request.args
    category, skill, state = asked.get("category", ""), asked.get("skill", ""), asked.get("state", "")
    return PoolSearch(
        words=asked.get("words", "").strip()[:30],
        village_id=whole_number(asked.get("village"), least=1),
        category=PoolCategory(category) if category in set(PoolCategory) else None,
        skill=DisputeType(skill) if skill in set(DisputeType) else None,
        state=PoolState(state) if state in set(PoolState) else None,
    )


@blueprint.get("/")
@requires(Permission.MEDIATOR_SEE)
def index() -> ResponseReturnValue:
    """The pool, narrowed to what the account may see, with search and filters."""
    page, wanted = asked_page(), _wanted()
    rows, total = search_pool(signed_in(), wanted, page=page, size=PAGE)
    return render(
        "mediators/index.html",
        rows=rows,
        total=total,
        wanted=wanted,
        page=page,
        last=-(-total // PAGE),
        villages=villages(),
        category_names=POOL_CATEGORY_NAMES,
        type_names=DISPUTE_TYPE_NAMES,
        state_names=POOL_STATE_NAMES,
    )
