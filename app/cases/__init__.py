"""Disputes: registration, the ladder, sittings, moves, ending, papers."""

from importlib import import_module

from app.core.extensions import App

PAGES = ("case_list", "register", "detail", "mediators", "mediate", "parties", "at_any_step")


def register(app: App) -> None:
    """Enter pages, step handlers, hand-written step pages, the subject adapter and the papers of a case."""
    from app.cases.actions.period_adapter import CaseDeadlines
    from app.cases.actions.steps import HANDLERS
    from app.cases.actions.subject_adapter import CaseAdapter
    from app.cases.pages import blueprint
    from app.cases.papers.fixed_papers import ENDING, REGISTER, RIGHTS, TRANSFER
    from app.cases.papers.marked import MarkedCases
    from app.cases.papers.paper_list import case_papers
    from app.cases.queries.panels import register_papers
    from app.cases.rules import PROCESS
    from app.deadlines.registry import registry as deadlines
    from app.papers.registry import frozen_kinds
    from app.papers.registry.marked_matters import registry as papers
    from app.processes.registry import StepPage, registry

    for page in PAGES:
        import_module(f"app.cases.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject("case", CaseAdapter())
    deadlines.subject("case", CaseDeadlines())
    registry.handlers(PROCESS, HANDLERS)
    registry.page(PROCESS, "choose_mediators", StepPage("cases.mediators_page", "case_id"))
    registry.page(PROCESS, "mediate", StepPage("cases.mediate_page", "case_id"))
    papers.matters("case", MarkedCases())
    register_papers(case_papers)
    for kind in (REGISTER, RIGHTS, TRANSFER, ENDING):
        frozen_kinds.enter(kind)
