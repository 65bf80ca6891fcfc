"""Freeze the papers of a case at the moment they are accepted or told."""

from __future__ import annotations

from datetime import datetime

from app.cases.models import Case
from app.cases.papers.fill_notices import termination_notice
from app.cases.papers.print_papers import acceptance_register, rights_notice
from app.core.db import db
from app.core.permissions import Actor
from app.papers.actions.freeze import freeze


def freeze_register(case: Case, *, actor: Actor, now: datetime) -> None:
    """The case was accepted, or what was registered of an accepted one was put right."""
    db.session.flush()
    if case.handling is not None:
        freeze(acceptance_register(case), case.handling.id, actor=actor, now=now)


def freeze_rights_notice(case: Case, *, actor: Actor, now: datetime) -> None:
    """The parties were told their rights and duties: the notice stays as it was handed to them."""
    db.session.flush()
    if case.handling is not None:
        freeze(rights_notice(case), case.handling.id, actor=actor, now=now)


def freeze_termination_notice(case: Case, *, actor: Actor, now: datetime) -> None:
    """The parties were told in writing that mediation is over."""
    db.session.flush()
    freeze(termination_notice(case), case.id, actor=actor, now=now)
