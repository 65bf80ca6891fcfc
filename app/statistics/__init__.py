"""Statistics: how many of what kind; reads every table and writes none."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("counts",)


def register(app: App) -> None:
    """Enter the pages."""
    from app.statistics.pages import blueprint

    for page in PAGES:
        import_module(f"app.statistics.pages.{page}")
    app.register_blueprint(blueprint)
