"""The pool of people who help: who may be asked, in which order they are proposed, the roster."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter the pages of the pool."""
    from app.mediators.views import blueprint

    app.register_blueprint(blueprint)
