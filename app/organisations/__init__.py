"""The town, its people and the bodies that mediate."""

from app.core.extensions import App
from app.core.pages import provide


def register(app: App) -> None:
    """Enter the pages of the bodies and the example-data banner."""
    from app.organisations.pages.views import blueprint
    from app.organisations.queries import example_town_is_loaded

    app.register_blueprint(blueprint)
    provide("example_town", example_town_is_loaded)
