"""Carry out what a page's form says once, and tell where that led or how the page answers instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.core.transaction import OnceForm, already_done, attempt, done


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


def carry_out(form: OnceForm, action: Callable[[], str]) -> Outcome:
    """Do what says where it leads; a refusal is put on the form."""
    with attempt(form) as tried:
        where = action()
        done(form, where)
    return Outcome(where=where) if tried.ok else Outcome(status=tried.status)


def submit(form: OnceForm, action: Callable[[], object], where: str) -> Outcome:
    """Judge a sent form and do what it says, once; it leads to `where`.  A page that is only asked for is fresh."""
    if not is_post():
        return FRESH
    again = second_tap(form)
    if again is not None:
        return again
    return carry_out(form, lambda: (action(), where)[1]) if form.validate() else UNANSWERED


def answer(outcome: Outcome, said: str, page: Callable[[], str]) -> ResponseReturnValue:
    """Lead where an action leads, saying what was done; else the page, with what is wrong and what was typed."""
    if not outcome.where:
        return page(), outcome.status
    flash(said if outcome.is_new else AGAIN)
    return redirect(outcome.where)


def is_post() -> bool:
    """Whether the page was sent, not asked for."""
    return request.method == "POST"
