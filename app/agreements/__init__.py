"""Agreements: the text, its freezing, signatures and seal; and what follows its effect."""

from importlib import import_module

from app.core.extensions import App

PAGES = (
    "draft",
    "freeze",
    "sign",
    "seal",
    "oral",
    "original",
    "duties",
    "performance",
    "whole_case",
    "spot_checks",
    "paper",
)


def register(app: App) -> None:
    """Enter this room's pages, handlers, papers and panel."""
    from app.agreements.actions.freeze_paper import note_other_mediators
    from app.agreements.actions.promise_due import HANDLERS as PROMISE_HANDLERS
    from app.agreements.actions.record_confirmation import CONFIRMATION
    from app.agreements.actions.steps import HANDLERS
    from app.agreements.pages import blueprint
    from app.agreements.pages.step_page import STEP_PAGES
    from app.agreements.papers.fixed_paper import ORAL, WRITTEN
    from app.agreements.papers.paper_list import agreement_papers, agreement_summary
    from app.agreements.papers.print_agreement import fixed_agreements
    from app.agreements.queries import bound_in_force, frozen_sentence, waits_for_signatures
    from app.agreements.queries.duties import promise_named
    from app.agreements.queries.promises import advice_of_claims, unkept_cases
    from app.agreements.rules.outcomes import OUTCOMES, PROMISE_OUTCOMES
    from app.agreements.rules.performance import PROMISE_PROCESS
    from app.cases.actions.at_any_step import register_action
    from app.cases.queries.panels import (
        Panel,
        register_advice,
        register_circle,
        register_freeze,
        register_loss,
        register_marks,
        register_mediators_changed,
        register_panel,
        register_papers,
    )
    from app.cases.rules import PROCESS
    from app.papers.registry import frozen_kinds
    from app.papers.registry.marked_matters import registry as papers
    from app.processes.registry import StepPage, registry

    for page in PAGES:
        import_module(f"app.agreements.pages.{page}")
    app.register_blueprint(blueprint)
    registry.handlers(PROCESS, HANDLERS)
    registry.outcomes(PROCESS, OUTCOMES)
    registry.handlers(PROMISE_PROCESS, PROMISE_HANDLERS)
    registry.outcomes(PROMISE_PROCESS, PROMISE_OUTCOMES)
    registry.parts(PROMISE_PROCESS, promise_named)
    for step, endpoint in STEP_PAGES.items():
        registry.page(PROCESS, step, StepPage(endpoint, "case_id"))
    papers.fixed("case", fixed_agreements)
    register_papers(agreement_papers)
    register_panel(Panel("pages/agreements/panel.html", agreement_summary))
    register_freeze(frozen_sentence)
    register_loss(waits_for_signatures)
    register_circle(bound_in_force)
    register_marks(unkept_cases)
    register_mediators_changed(note_other_mediators)
    register_advice(advice_of_claims)
    register_action("confirmation", CONFIRMATION)
    frozen_kinds.enter(WRITTEN)
    frozen_kinds.enter(ORAL)
