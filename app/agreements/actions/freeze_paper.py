"""Freeze the paper of an agreement with its text, and again with what came after."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement, AgreementState
from app.agreements.papers.fixed_paper import fixed_paper, with_later_facts, with_other_mediators
from app.agreements.papers.print_agreement import agreement_paper
from app.agreements.queries import FIXED, current_agreement
from app.cases.models import Case
from app.core.permissions import Actor
from app.papers.actions.freeze import freeze


def freeze_paper(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The text is fixed: the paper says from now on what it says today."""
    freeze(agreement_paper(agreement), agreement.id, actor=actor, now=now)


def note_other_mediators(case: Case, actor: Actor, now: datetime) -> None:
    """Somebody else mediates: a text that is fixed already and not in force is printed with the other name."""
    agreement = current_agreement(case.id)
    if agreement is None or agreement.state not in FIXED - {AgreementState.IN_FORCE}:
        return
    kept = fixed_paper(agreement)
    if kept is not None:
        freeze(with_other_mediators(kept, agreement), agreement.id, actor=actor, now=now)


def note_on_paper(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """A signature, the seal or a promise kept came after the text: printed with it from now on."""
    kept = fixed_paper(agreement) if agreement.state in FIXED else None
    if kept is not None:
        freeze(with_later_facts(kept, agreement), agreement.id, actor=actor, now=now)
