"""An action on a case with a page of its own: carry it out with what its form says."""

from __future__ import annotations

from app.cases.actions.deeds import Deed
from app.cases.models import Case
from app.core import clock
from app.core.permissions import Actor
from app.core.transaction import attempt, done
from app.processes.pages.forms import StepForm, values_of
from app.processes.registry import Told
from workflows.diagrams.forms import FormSpec


def carry_out(case: Case, chosen: Deed, spec: FormSpec, form: StepForm, *, actor: Actor, page: str) -> int:
    """Do it, and lead a second tap to `page`; 200, or the status with which the form is shown again."""
    values = values_of(spec, form)
    if values is None:
        return 422
    with attempt(form) as tried:
        chosen.carry_out(case, Told(values, form.happened_at, form.spoken_by.data or "", actor, clock.now()))
        done(form, page)
    return tried.status
