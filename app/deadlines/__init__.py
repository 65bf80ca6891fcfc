"""Deadlines: every period that runs, its due date and why, its lights, and the calendar behind them."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("running", "explanation", "periods", "calendar", "year_notice", "changed_day")


def register(app: App) -> None:
    """Enter this room's pages."""
    from app.deadlines.pages import blueprint

    for page in PAGES:
        import_module(f"app.deadlines.pages.{page}")
    app.register_blueprint(blueprint)
