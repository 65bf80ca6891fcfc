"""Statistics: what waits for the head, and how many of what kind; reads every table and writes none."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter the pages."""
    from app.statistics.pages.views import blueprint

    app.register_blueprint(blueprint)
