"""The calendar feed: its secret link, opened and revoked, and what stands behind it."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.pages.own import me
from app.core import clock
from app.core.guard import public, requires
from app.core.pages import NO_ADDRESS, public_url
from app.core.permissions import Permission
from app.core.transaction import OnceForm, already_done, done
from app.notifications.actions.feed_link import open_feed_link, revoke_feed_link
from app.notifications.pages import blueprint
from app.notifications.queries import account_behind
from app.notifications.registry import registry


class FeedForm(OnceForm):
    """Opening the calendar feed asks nothing; its hidden key makes a second tap harmless."""


@blueprint.post("/notices/feed")
@requires(Permission.NOTICE_OWN)
def open_calendar() -> ResponseReturnValue:
    """Open the calendar feed and show its link once."""
    form, back = FeedForm(), url_for("notifications.reach")
    if not already_done(form):
        token = open_feed_link(me(), now=clock.now())
        done(form, back)
        flash(feed_told(url_for("notifications.feed", token=token)))
    return redirect(back)


def feed_told(path: str) -> str:
    """What is said of a link that was just drawn, once."""
    address = public_url()
    if address is None:
        here = f"{current_app.config['PUBLIC_URL']}{path}"
        return f"日历订阅开好了。{NO_ADDRESS}，手机打不开；在这台电脑上用的地址是 {here} ，只显示这一次，不要给别人。"
    return f"日历订阅开好了。地址是 {address}{path} ，只显示这一次，请抄到手机或者电脑的日历里，不要给别人。"


@blueprint.post("/notices/feed/revoke")
@requires(Permission.NOTICE_OWN)
def close_calendar() -> ResponseReturnValue:
    """Revoke the link of the calendar feed."""
    revoke_feed_link(me(), now=clock.now())
    flash("日历订阅停用了，原来的地址打不开了。")
    return redirect(url_for("notifications.reach"))


@blueprint.get("/feed/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The calendar feed behind a secret link."""
    from app.notifications.pages.feed_file import feed_of  # its calendar library is 30 ms that no start needs

    account, now = account_behind(token), clock.now()
    title = f"解忧·要办的事（{current_app.config['TOWN_NAME']}）"
    content = feed_of(registry.things_ahead(account, now), title=title, now=now)
    return Response(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
