"""Freeze the paper of an agreement with its text, and again with what came after."""

from __future__ import annotations

from datetime import datetime

from app.agreements.models import Agreement
from app.agreements.papers.fixed_paper import fixed_paper, with_later_facts
from app.agreements.papers.print_agreement import agreement_paper
from app.agreements.queries import FIXED
from app.core.permissions import Actor
from app.papers.actions.freeze import freeze


def freeze_paper(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """The text is fixed: the paper says from now on what it says today."""
    freeze(agreement_paper(agreement), agreement.id, actor=actor, now=now)


def note_on_paper(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """A signature, the seal or a promise kept came after the text: printed with it from now on."""
    kept = fixed_paper(agreement) if agreement.state in FIXED else None
    if kept is not None:
        freeze(with_later_facts(kept, agreement), agreement.id, actor=actor, now=now)
