"""Accusations (检举控告): the closed domain with its own rights; for everybody else it does not exist."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("lists", "register", "detail", "hand_over", "tell")


def register(app: App) -> None:
    """Enter the pages and the kind of the closed domain."""
    from app.accusations.kind import ACCUSATION
    from app.accusations.pages import blueprint
    from app.matters.registry.kinds import enter

    for page in PAGES:
        import_module(f"app.accusations.pages.{page}")
    app.register_blueprint(blueprint)
    enter(ACCUSATION)
