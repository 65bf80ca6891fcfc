"""Disputes: registration, the ladder, sittings, moves, ending, papers."""

from importlib import import_module

from app.core.extensions import App

PAGES = (
    "case_list",
    "register",
    "detail",
    "letter",
    "mediators",
    "mediate",
    "parties",
    "add_party",
    "correct",
    "split",
    "at_any_step",
)


def register(app: App) -> None:
    """Enter the pages, the kind and the papers of a case."""
    from app.cases.actions.case_letters import LETTERS
    from app.cases.kind import CASE, CASE_LETTER
    from app.cases.pages import blueprint
    from app.cases.pages.letter import STEP_PAGE
    from app.cases.papers.fixed_papers import ENDING, LEAVING, REGISTER, RIGHTS, TRANSFER
    from app.cases.papers.marked import MarkedCases
    from app.cases.papers.paper_list import case_papers
    from app.cases.queries.panels import register_papers
    from app.letters.registry import enter as enter_letters
    from app.letters.terms import PROCESS, STEPS
    from app.matters.registry.kinds import enter
    from app.papers.registry import frozen_kinds
    from app.papers.registry.marked_matters import registry as papers
    from app.processes.registry import registry as processes

    for page in PAGES:
        import_module(f"app.cases.pages.{page}")
    app.register_blueprint(blueprint)
    enter(CASE)
    enter(CASE_LETTER)
    enter_letters(LETTERS)
    papers.matters("case", MarkedCases())
    register_papers(case_papers)
    for kind in (REGISTER, RIGHTS, TRANSFER, LEAVING, ENDING):
        frozen_kinds.enter(kind)
    for step in STEPS:
        processes.page(PROCESS, step, STEP_PAGE, kind=LETTERS.name)
