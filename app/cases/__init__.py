"""Disputes: registration, the ladder, sittings, moves, ending, papers."""

from importlib import import_module

from app.core.extensions import App
from app.core.pages import address

PAGES = ("case_list", "register", "detail", "mediators", "mediate", "parties", "at_any_step")


def register(app: App) -> None:
    """Enter pages, step handlers, hand-written step pages, the subject adapter and the papers of a case."""
    from app.cases.actions.period_adapter import CaseDeadlines
    from app.cases.actions.steps import register_step_handlers
    from app.cases.actions.subject_adapter import CaseAdapter
    from app.cases.pages import blueprint
    from app.cases.papers.paper_list import case_papers
    from app.cases.queries.panels import register_papers
    from app.deadlines.registry import registry as deadlines
    from app.processes.registry import registry

    for page in PAGES:
        import_module(f"app.cases.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject("case", CaseAdapter())
    deadlines.subject("case", CaseDeadlines())
    register_step_handlers()
    registry.page("choose_mediators", lambda case_id, _task: address("cases.mediators_page", case_id=case_id))
    registry.page("mediate", lambda case_id, _task: address("cases.mediate_page", case_id=case_id))
    register_papers(case_papers)
