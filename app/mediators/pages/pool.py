"""The pool, with search and filters."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.core.guard import requires, signed_in
from app.core.pages import asked_page, pager, render
from app.core.permissions import Permission
from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES
from app.mediators.models import POOL_STATE_NAMES
from app.mediators.pages import blueprint
from app.mediators.queries import PoolSearch, search_pool
from app.organisations.queries import villages

PAGE = 30


@blueprint.get("/")
@requires(Permission.MEDIATOR_SEE)
def index() -> ResponseReturnValue:
    """The pool, narrowed to what the account may see, with search and filters."""
    wanted = PoolSearch.read(request.args)
    rows, total = search_pool(signed_in(), wanted, page=asked_page(), size=PAGE)
    return render(
        "mediators/index.html",
        rows=rows,
        total=total,
        wanted=wanted,
        pages=pager(total, PAGE, "mediators.index", **wanted.address),
        village_names={village.public_id: village.full_name for village in villages()},
        category_names=POOL_CATEGORY_NAMES,
        type_names=DISPUTE_TYPE_NAMES,
        state_names=POOL_STATE_NAMES,
    )
