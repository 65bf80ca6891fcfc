"""Papers, whatever they are about: what every one carries, who gets which copy of it, by what it is known again."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter the page on which a paper's mark is checked."""
    from importlib import import_module

    from app.papers.pages import blueprint

    import_module("app.papers.pages.check")
    app.register_blueprint(blueprint)
