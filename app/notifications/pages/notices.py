"""我的提醒: one's own notices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def _with_links(notices: Sequence[Notice], reader: Actor) -> Iterator[tuple[Notice, str]]:
    """Each with where it leads; one of an account to the list of what was done to accounts, for whoever may read it."""
    links = registry.links_of({(one.subject_kind, one.subject_id) for one in notices})
    of_accounts = url_for("accounts.history" if may(reader, Permission.ACCOUNT_HISTORY) else "accounts.own")
    for one in notices:
        is_of_account = one.kind is NoticeKind.ACCOUNT
        yield one, of_accounts if is_of_account else links[one.subject_kind, one.subject_id]


@blueprint.get("/notices")
@requires(Permission.NOTICE_OWN)
def own() -> ResponseReturnValue:
    """我的提醒: the newest notices, and how many are unread."""
    reader = signed_in()
    newest = newest_notices(reader.id, NOTICES_SHOWN)
    notices = [{"notice": notice, "href": link} for notice, link in _with_links(newest, reader)]
    unread = count_unread(reader.id)
    return render("notifications/own.html", notices=notices, unread=unread, kind_names=NOTICE_KIND_NAMES)


@blueprint.post("/notices/read")
@requires(Permission.NOTICE_OWN)
def read_all() -> ResponseReturnValue:
    """Mark every notice as read."""
    count = mark_all_read(signed_in().id, now=clock.now())
    flash(f"{count}条提醒都记成看过了。" if count else "没有还没看过的提醒。")
    return redirect(url_for("notifications.own"))
