"""Carry out what a page's form says once, and tell where that led or how the page answers instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.core import clock
from app.core.permissions import Actor
from app.core.transaction import OnceForm, already_done, attempt, done
from app.processes.pages.forms import StepForm, values_of
from app.processes.registry import Told
from workflows.diagrams.forms import FormSpec


@dataclass(frozen=True)
class Outcome:
    """Where a form that was carried out leads; or, with no address, the status of the page shown again."""

    where: str = ""
    status: int = 200
    is_new: bool = True


UNANSWERED = Outcome(status=422)
"""Something on the form must be put right first."""


def second_tap(form: OnceForm) -> Outcome | None:
    """Where the first sending of this very form led; None when this is the first."""
    again = already_done(form)
    return Outcome(where=again, is_new=False) if again else None


def carry_out(form: OnceForm, deed: Callable[[], str]) -> Outcome:
    """Do a deed that says where it leads; a refusal is put on the form."""
    with attempt(form) as tried:
        where = deed()
        done(form, where)
    return Outcome(where=where) if tried.ok else Outcome(status=tried.status)


def told_by(form: StepForm, values: dict[str, object], actor: Actor) -> Told:
    """The answers with the two moments and two people every entry has."""
    return Told(values, form.happened_at, form.spoken_by.data or "", actor, clock.now())


def answer_once(form: StepForm, spec: FormSpec, actor: Actor, deed: Callable[[Told], str]) -> Outcome:
    """Judge the answers by the form file and do the deed with them."""
    again = second_tap(form)
    if again is not None:
        return again
    values = values_of(spec, form)
    return UNANSWERED if values is None else carry_out(form, lambda: deed(told_by(form, values, actor)))
