"""Carry out what a page's form says once, and tell where that led or how the page answers instead.

The only place, beside the pages of form files in `app/processes/pages`, that looks whether a form was sent before and
puts a refusal on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.core.rows import change_rows
from app.core.transaction import ChineseForm, OnceForm, already_done, attempt, done

Result = TypeVar("Result")


@dataclass(frozen=True)
class Outcome:
    """Where a form that was carried out leads; or, with no address, the status of the page shown again."""

    where: str = ""
    status: int = 200
    is_new: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)


AGAIN = "刚才已经办好了，没有办第二遍。"
FRESH = Outcome()
UNANSWERED = Outcome(status=422)
"""Something on the form must be put right first."""


def second_tap(form: ChineseForm) -> Outcome | None:
    """Where the first sending of this very form led; None when this is the first, and for a form without a key."""
    again = already_done(form) if isinstance(form, OnceForm) else None
    return Outcome(where=again, is_new=False) if again else None


def attempted(form: ChineseForm, action: Callable[[], Result]) -> Result | Outcome:
    """What the action found or made; a refusal is put on the form, and its outcome given back instead."""
    with attempt(form) as tried:
        result = action()
    return result if tried.ok else Outcome(status=tried.status, headers=tried.headers)


def carry_out(form: ChineseForm, action: Callable[[], str]) -> Outcome:
    """Do what says where it leads; a refusal is put on the form."""

    def act() -> Outcome:
        where = action()
        if isinstance(form, OnceForm):
            done(form, where)
        return Outcome(where=where)

    return attempted(form, act)


def press(form: OnceForm, action: Callable[[], object], where: str) -> Outcome:
    """Do what a button without questions says, once; a refusal is answered by the page of errors."""
    again = second_tap(form)
    if again is not None:
        return again
    action()
    done(form, where)
    return Outcome(where=where)


def submit(
    form: ChineseForm, action: Callable[[], object], where: str, *, judge: Callable[[], bool] | None = None
) -> Outcome:
    """Judge a sent form and do what it says, once; it leads to `where`.  A page that is only asked for is fresh."""
    return submit_leading(form, lambda: (action(), where)[1], judge=judge)


def submit_leading(form: ChineseForm, action: Callable[[], str], *, judge: Callable[[], bool] | None = None) -> Outcome:
    """The same for an action that says itself where it leads.

    A button of a list of rows changes the list and nothing else.  `judge` stands for more than the form's own rules.
    """
    if not is_post():
        return FRESH
    again = second_tap(form)
    if again is not None:
        return again
    if change_rows(form, request.form):
        return FRESH
    is_whole = judge() if judge else form.validate()
    return carry_out(form, action) if is_whole else UNANSWERED


def answer(outcome: Outcome, said: str | Callable[[], str], page: Callable[[], str]) -> ResponseReturnValue:
    """Lead where an action leads, saying what was done; else the page, with what is wrong and what was typed."""
    return lead(outcome, said) if outcome.where else (page(), outcome.status, dict(outcome.headers))


def lead(outcome: Outcome, said: str | Callable[[], str]) -> ResponseReturnValue:
    """Lead where an action led, saying what was done; a second tap is told that it was one."""
    words = (said if isinstance(said, str) else said()) if outcome.is_new else AGAIN
    if words:
        flash(words)
    return redirect(outcome.where)


def is_post() -> bool:
    """Whether the page was sent, not asked for."""
    return request.method == "POST"
