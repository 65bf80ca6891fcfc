"""Accusations (检举控告): the closed domain with its own rights; for everybody else it does not exist."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("lists", "register", "detail", "hand_over", "tell")


def register(app: App) -> None:
    """Enter the pages and the periods of the closed domain."""
    from app.accusations.actions.period_adapter import AccusationDeadlines
    from app.accusations.pages import blueprint
    from app.deadlines.registry import registry

    for page in PAGES:
        import_module(f"app.accusations.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject("accusation", AccusationDeadlines(), is_closed=True)
