"""我的提醒: one's own notices."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission, may
from app.notifications.actions.mark_read import mark_all_read
from app.notifications.models import NOTICE_KIND_NAMES, Notice, NoticeKind
from app.notifications.pages import blueprint
from app.notifications.queries import count_unread, newest_notices
from app.notifications.registry import registry

NOTICES_SHOWN = 50


def _link(notice: Notice, reader: Actor) -> str:
    """Where a notice leads; one of an account to the list of what was done to accounts, for whoever may read it."""
    if notice.kind is not NoticeKind.ACCOUNT:
        return registry.link_of(notice.subject_kind, notice.subject_id)
    return url_for("accounts.history" if may(reader, Permission.ACCOUNT_HISTORY) else "accounts.own")


@blueprint.get("/notices")
@requires(Permission.NOTICE_OWN)
def own() -> ResponseReturnValue:
    """我的提醒: the newest notices, and how many are unread."""
    reader = signed_in()
    notices = [{"notice": notice, "href": _link(notice, reader)} for notice in newest_notices(reader.id, NOTICES_SHOWN)]
    unread = count_unread(reader.id)
    return render("notifications/own.html", notices=notices, unread=unread, kind_names=NOTICE_KIND_NAMES)


@blueprint.post("/notices/read")
@requires(Permission.NOTICE_OWN)
def read_all() -> ResponseReturnValue:
    """Mark every notice as read."""
    count = mark_all_read(signed_in().id, now=clock.now())
    flash(f"{count}条提醒都记成看过了。" if count else "没有还没看过的提醒。")
    return redirect(url_for("notifications.own"))
