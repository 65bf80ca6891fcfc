"""The processes: open steps, answers, timers.  The only room of the app that imports the engine."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("step", "diagrams")


def register(app: App) -> None:
    """Enter the pages of a step and of the diagrams; flows and notices follow the deadlines."""
    from app.deadlines.registry import registry as deadlines
    from app.notifications.registry import registry as notifications
    from app.processes.actions.follow_deadlines import follow_deadline
    from app.processes.actions.open_on_lapse import SmallFlows
    from app.processes.pages import blueprint
    from app.processes.queries.upcoming import is_rest_day, links_of, things_ahead

    for page in PAGES:
        import_module(f"app.processes.pages.{page}")
    app.register_blueprint(blueprint)
    deadlines.follow(follow_deadline)
    deadlines.opener = SmallFlows()
    notifications.things_ahead, notifications.is_rest_day = things_ahead, is_rest_day
    notifications.links_of = links_of
