"""The desk: what waits for whoever has signed in, from every kind of matter."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("today", "head", "search", "old_addresses")


def register(app: App) -> None:
    """Enter the pages."""
    from app.desk.pages import blueprint

    for page in PAGES:
        import_module(f"app.desk.pages.{page}")
    app.register_blueprint(blueprint)
