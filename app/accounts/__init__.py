"""Accounts: signing in, passwords, sessions, drafts, the size of the type."""

from app.core import pages
from app.core.extensions import App


def register(app: App) -> None:
    """Enter sign-in, the account pages and the remembered size of the type."""
    from app.accounts import sign_in
    from app.accounts.sign_in import remembered_text_size
    from app.accounts.views import blueprint

    sign_in.init_app(app)
    app.register_blueprint(blueprint)
    pages.provide("text_size", remembered_text_size)
