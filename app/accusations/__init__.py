"""Accusations (检举控告): the closed domain with its own rights; for everybody else it does not exist."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter the pages and the periods of the closed domain."""
    from app.accusations.actions.deadline_card import AccusationDeadlines
    from app.accusations.pages.views import blueprint
    from app.deadlines.registry import registry as deadlines

    app.register_blueprint(blueprint)
    deadlines.subject("accusation", AccusationDeadlines(), is_closed=True)
