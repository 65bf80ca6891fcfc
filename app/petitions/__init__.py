"""Petitions (信访): registration, classes and routes, letters, review, satisfaction."""

from importlib import import_module

from app.core.extensions import App

PAGES = (
    "lists",
    "register",
    "detail",
    "sort",
    "assign",
    "deed",
    "letters",
    "letter_step",
    "national",
    "unmask",
    "supervisions",
    "follow",
)


def register(app: App) -> None:
    """Enter pages, step hinges, hand-written step pages, subject cards."""
    from app.core.pages import address
    from app.deadlines.registry import registry as deadlines
    from app.petitions.actions.card import ClaimCard
    from app.petitions.actions.deadline_card import ClaimDeadlines, SupervisionDeadlines
    from app.petitions.actions.steps import register_hinges
    from app.petitions.pages import blueprint
    from app.petitions.pages.letter_step import letter_step_again
    from app.processes.registry import registry

    for page in PAGES:
        import_module(f"app.petitions.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject("claim", ClaimCard())
    deadlines.subject("claim", ClaimDeadlines())
    deadlines.subject("supervision", SupervisionDeadlines())
    register_hinges()
    registry.page("sort_claim", lambda claim_id, _task: address("petitions.sort_page", claim_id=claim_id))
    registry.page("assign_unit", lambda claim_id, _task: address("petitions.assign_page", claim_id=claim_id))
    for name in ("sign_off", "redraft", "seal_letter", "deliver"):
        registry.page(
            name,
            lambda claim_id, task: address("petitions.letter_step", claim_id=claim_id, task_id=task),
            letter_step_again,
        )
