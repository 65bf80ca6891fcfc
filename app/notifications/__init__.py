"""Notices and messages: in the page, by e-mail, SMS and 企业微信; the daily digest; the calendar feed."""

from importlib import import_module

from app.core.extensions import App
from app.core.pages import provide

PAGES = ("notices", "reach", "feed", "outbox")


def register(app: App) -> None:
    """Enter this room's pages, the count of unread notices that every page may show, and what accounts need of it."""
    from app.accounts.registry import registry as accounts
    from app.notifications.actions.feed_link import close_feed_link
    from app.notifications.actions.notify import notify_of_account
    from app.notifications.pages import blueprint
    from app.notifications.queries import unread_of_reader

    for page in PAGES:
        import_module(f"app.notifications.pages.{page}")
    app.register_blueprint(blueprint)
    provide("unread_notices", unread_of_reader)
    accounts.tell, accounts.close_links = notify_of_account, close_feed_link
