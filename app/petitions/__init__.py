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
    "letters",
    "letter_step",
    "national",
    "unmask",
    "supervisions",
    "follow",
)


def register(app: App) -> None:
    """Enter pages, step handlers, hand-written step pages, subject adapters."""
    from app.deadlines.registry import registry as deadlines
    from app.papers.registry import frozen_kinds
    from app.papers.registry.marked_matters import registry as papers
    from app.petitions.actions.letter_steps import LETTER_HANDLERS
    from app.petitions.actions.period_adapter import ClaimDeadlines, SupervisionDeadlines
    from app.petitions.actions.steps import HANDLERS
    from app.petitions.actions.subject_adapter import ClaimAdapter
    from app.petitions.pages import blueprint
    from app.petitions.pages.letter_step import letter_step_again
    from app.petitions.papers.frozen_kinds import FROZEN_KINDS
    from app.petitions.papers.marked import MarkedLetters, MarkedPetitions, sealed_letter, sealed_letters
    from app.petitions.terms import PROCESS
    from app.processes.registry import StepPage, registry

    for page in PAGES:
        import_module(f"app.petitions.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject("claim", ClaimAdapter())
    deadlines.subject("claim", ClaimDeadlines())
    deadlines.subject("supervision", SupervisionDeadlines())
    papers.matters("petition", MarkedPetitions())
    papers.matters("letter", MarkedLetters())
    papers.fixed("petition", sealed_letters)
    papers.fixed("letter", sealed_letter)
    registry.handlers(PROCESS, HANDLERS)
    for kind in FROZEN_KINDS:
        frozen_kinds.enter(kind)
    registry.page(PROCESS, "sort_claim", StepPage("petitions.sort_page", "claim_id"))
    registry.page(PROCESS, "assign_unit", StepPage("petitions.assign_page", "claim_id"))
    for name in LETTER_HANDLERS:
        registry.page(PROCESS, name, StepPage("petitions.letter_step", "claim_id", "task_id", letter_step_again))
