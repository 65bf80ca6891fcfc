"""Notices and messages: in the page, by e-mail, SMS and 企业微信; the daily digest; the calendar feed."""

from app.core import pages
from app.core.extensions import App


def register(app: App) -> None:
    """Enter this room's pages, and the count of unread notices that every page may show."""
    from app.notifications.queries import unread_of_reader
    from app.notifications.views import blueprint

    app.register_blueprint(blueprint)
    pages.provide("unread_notices", unread_of_reader)
