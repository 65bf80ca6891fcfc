"""Legal review: an adviser reads a draft, comments on clauses, passes or returns it."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("send", "review", "decide")


def register(app: App) -> None:
    """Enter this room's pages, handlers and remarks."""
    from app.agreements.queries.remarks import register_remarks
    from app.cases.rules import PROCESS
    from app.legal_review.actions.steps import HANDLERS
    from app.legal_review.pages import blueprint
    from app.legal_review.pages.stage import STEP_PAGES
    from app.legal_review.queries import remarks_of
    from app.legal_review.rules import OUTCOMES
    from app.processes.registry import StepPage, registry

    for page in PAGES:
        import_module(f"app.legal_review.pages.{page}")
    app.register_blueprint(blueprint)
    registry.handlers(PROCESS, HANDLERS)
    registry.outcomes(PROCESS, OUTCOMES)
    for step, endpoint in STEP_PAGES.items():
        registry.page(PROCESS, step, StepPage(endpoint, "case_id"))
    register_remarks(remarks_of)
