"""Legal review: an adviser reads a draft, comments on clauses, passes or returns it."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("send", "review", "decide")


def register(app: App) -> None:
    """Enter this room's pages, handlers and remarks."""
    from app.agreements.queries.remarks import register_remarks
    from app.legal_review.actions.steps import register_step_handlers
    from app.legal_review.pages import blueprint
    from app.legal_review.pages.stage import register_pages
    from app.legal_review.queries import remarks_of

    for page in PAGES:
        import_module(f"app.legal_review.pages.{page}")
    app.register_blueprint(blueprint)
    register_step_handlers()
    register_pages()
    register_remarks(remarks_of)
