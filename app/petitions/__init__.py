"""Petitions (信访): registration, classes and routes, letters, review, satisfaction."""

from importlib import import_module

from app.core.extensions import App

PAGES = (
    "lists",
    "register",
    "detail",
    "sort",
    "assign",
    "at_any_step",
    "correct_service",
    "letters",
    "national",
    "unmask",
    "correct",
    "add_petitioner",
    "supervisions",
    "follow",
)


def register(app: App) -> None:
    """Enter the pages, the kinds and the papers of the petition desk."""
    from app.letters.registry import enter as enter_letters
    from app.letters.terms import PROCESS as OF_LETTERS
    from app.letters.terms import STEPS
    from app.matters.registry.kinds import enter
    from app.papers.registry import frozen_kinds
    from app.papers.registry.marked_matters import registry as papers
    from app.petitions.actions.petition_letters import LETTERS
    from app.petitions.kind import CLAIM, LETTER, PETITION, SUPERVISION
    from app.petitions.pages import blueprint
    from app.petitions.pages.letters import OLDER_STEP_PAGE, STEP_PAGE
    from app.petitions.papers.frozen_kinds import FROZEN_KINDS
    from app.petitions.papers.marked import MarkedLetters, MarkedPetitions, sealed_letter, sealed_letters
    from app.petitions.terms import PROCESS
    from app.processes.registry import registry as processes

    for page in PAGES:
        import_module(f"app.petitions.pages.{page}")
    app.register_blueprint(blueprint)
    enter(PETITION)
    enter(CLAIM)
    enter(SUPERVISION)
    enter(LETTER)
    enter_letters(LETTERS)
    papers.matters("petition", MarkedPetitions())
    papers.matters("letter", MarkedLetters())
    papers.fixed("petition", sealed_letters)
    papers.fixed("letter", sealed_letter)
    for kind in FROZEN_KINDS:
        frozen_kinds.enter(kind)
    for step in STEPS:
        processes.page(OF_LETTERS, step, STEP_PAGE, kind=LETTERS.name)
        processes.page(PROCESS, step, OLDER_STEP_PAGE)
