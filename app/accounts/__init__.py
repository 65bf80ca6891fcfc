"""Accounts: signing in, passwords, sessions, drafts, the size of the type."""

from importlib import import_module

from app.core.extensions import App
from app.core.pages import provide

PAGES = ("sign_in", "second_factor", "own", "drafts", "manage", "new_password", "confirm", "history")


def register(app: App) -> None:
    """Enter sign-in, the account pages and the remembered size of the type."""
    from app.accounts.actions import sign_in
    from app.accounts.actions.sign_in import remembered_text_size
    from app.accounts.pages import blueprint

    for page in PAGES:
        import_module(f"app.accounts.pages.{page}")
    sign_in.init_app(app)
    app.register_blueprint(blueprint)
    provide("text_size", remembered_text_size)
