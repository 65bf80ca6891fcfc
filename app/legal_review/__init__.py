"""Legal review: an adviser reads a draft, comments on clauses, passes or returns it."""

from app.core.extensions import App


def register(app: App) -> None:
    """Enter this room's pages, hinges and remarks."""
    from app.agreements.queries.remarks import register_remarks
    from app.legal_review.actions.steps import register_hinges
    from app.legal_review.pages.views import blueprint, register_pages
    from app.legal_review.queries import remarks_of

    app.register_blueprint(blueprint)
    register_hinges()
    register_pages()
    register_remarks(remarks_of)
