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
    from app.core.pages import address
    from app.deadlines.registry import registry as deadlines
    from app.petitions.actions.period_adapter import ClaimDeadlines, SupervisionDeadlines
    from app.petitions.actions.steps import register_step_handlers
    from app.petitions.actions.subject_adapter import ClaimAdapter
    from app.petitions.pages import blueprint
    from app.petitions.pages.letter_step import letter_step_again
    from app.processes.registry import registry

    for page in PAGES:
        import_module(f"app.petitions.pages.{page}")
    app.register_blueprint(blueprint)
    registry.subject("claim", ClaimAdapter())
    deadlines.subject("claim", ClaimDeadlines())
    deadlines.subject("supervision", SupervisionDeadlines())
    register_step_handlers()
    registry.page("sort_claim", lambda claim_id, _task: address("petitions.sort_page", claim_id=claim_id))
    registry.page("assign_unit", lambda claim_id, _task: address("petitions.assign_page", claim_id=claim_id))
    for name in ("sign_off", "redraft", "seal_letter", "deliver"):
        registry.page(
            name,
            lambda claim_id, task: address("petitions.letter_step", claim_id=claim_id, task_id=task),
            letter_step_again,
        )
