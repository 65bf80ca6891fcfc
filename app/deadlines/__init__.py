"""Deadlines: every period that runs, its due date and why, its lights, and the calendar behind them."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter this room's pages."""
    from app.deadlines.pages.views import blueprint

    app.register_blueprint(blueprint)
