"""The pool of people who help: who may be asked, in which order they are proposed, the roster."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("pool", "member", "roster")


def register(app: App) -> None:
    """Enter the pages of the pool, and the terms of committees among the deadlines."""
    from app.deadlines.registry import registry
    from app.mediators.actions.committee_term import COMMITTEE_TERM
    from app.mediators.pages import blueprint

    for page in PAGES:
        import_module(f"app.mediators.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject(COMMITTEE_TERM.name, COMMITTEE_TERM)
