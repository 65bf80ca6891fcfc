"""账号记录: who opened, confirmed, closed or reset which account."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.pages import blueprint
from app.accounts.queries.account_history import account_history
from app.core.guard import requires
from app.core.pages import asked_page, pager, render
from app.core.permissions import Permission

PAGE = 50


@blueprint.get("/accounts/history")
@requires(Permission.ACCOUNT_HISTORY)
def history() -> ResponseReturnValue:
    """What was done to accounts, newest first."""
    lines, total = account_history(page=asked_page(), size=PAGE)
    return render("accounts/history.html", lines=lines, total=total, pages=pager(total, PAGE, "accounts.history"))
