"""The town, its people and the bodies that mediate."""

from importlib import import_module

from app.core.extensions import App
from app.core.pages import provide

PAGES = ("bodies", "offices")


def register(app: App) -> None:
    """Enter the pages of the bodies and the example-data banner."""
    from app.organisations.pages import blueprint
    from app.organisations.queries import example_town_is_loaded

    for page in PAGES:
        import_module(f"app.organisations.pages.{page}")
    app.register_blueprint(blueprint)
    provide("example_town", example_town_is_loaded)
