"""Carry out what a page's form says once, and tell where that led or how the page answers instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import signed_in
from app.core.pages import render
from app.core.permissions import Actor
from app.core.transaction import OnceForm, already_done, attempt, done
from app.processes.pages.forms import StepForm, values_of
from app.processes.pages.step import hints_of
from app.processes.registry import Submission
from workflows.diagrams.forms import FormSpec


@dataclass(frozen=True)
class Outcome:
    """Where a form that was carried out leads; or, with no address, the status of the page shown again."""

    where: str = ""
    status: int = 200
    is_new: bool = True


AGAIN = "刚才已经办好了，没有办第二遍。"
FRESH = Outcome()
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


def told_by(form: StepForm, values: dict[str, object], actor: Actor) -> Submission:
    """The answers with the two moments and two people every entry has."""
    return Submission(values, form.happened_at, form.spoken_by.data or "", actor, clock.now())


def answer_once(form: StepForm, spec: FormSpec, actor: Actor, deed: Callable[[Submission], str]) -> Outcome:
    """Judge the answers by the form file and do the deed with them."""
    again = second_tap(form)
    if again is not None:
        return again
    values = values_of(spec, form)
    return UNANSWERED if values is None else carry_out(form, lambda: deed(told_by(form, values, actor)))


def answer(outcome: Outcome, said: str, page: Callable[[], str]) -> ResponseReturnValue:
    """Lead where a deed leads, saying what was done; else the page, with what is wrong and what was typed."""
    if not outcome.where:
        return page(), outcome.status
    flash(said if outcome.is_new else AGAIN)
    return redirect(outcome.where)


def is_post() -> bool:
    """Whether the page was sent, not asked for."""
    return request.method == "POST"


def told_page(
    template: str, spec: FormSpec, form: StepForm, deed: Callable[[Submission], str], said: str, **values: object
) -> ResponseReturnValue:
    """The page of a form file: empty, or judged and done."""
    outcome = answer_once(form, spec, signed_in(), deed) if is_post() else FRESH
    return answer(outcome, said, lambda: render(template, spec=spec, form=form, hints=hints_of(spec), **values))
