"""The calendar feed behind its secret link."""

from __future__ import annotations

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import public
from app.notifications.pages import blueprint
from app.notifications.queries import account_behind
from app.notifications.registry import registry


@blueprint.get("/feed/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    """The calendar feed behind a secret link."""
    from app.notifications.pages.feed_file import feed_of  # its calendar library is 30 ms that no start needs

    account, now = account_behind(token), clock.now()
    title = f"解忧·要办的事（{current_app.config['TOWN_NAME']}）"
    content = feed_of(registry.things_ahead(account, now), title=title, now=now)
    return Response(content, content_type="text/calendar; charset=utf-8; method=PUBLISH")
