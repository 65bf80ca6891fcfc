"""The processes: open steps, answers, timers.  The only room of the app that imports the engine."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter the pages of the day's steps and of the diagrams."""
    from app.processes.views import blueprint

    app.register_blueprint(blueprint)
