"""Carry out what a page's form says once, and lead back to the accusation."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.core.transaction import OnceForm, already_done, attempt, done


def carry_out(form: OnceForm, deed: Callable[[], object], *, where: str, said: str) -> Response | int:
    """Do a deed once and lead back; else the status of the page that shows what must be put right."""
    again = already_done(form)
    if again:
        return redirect(again)
    if not form.validate():
        return 422
    with attempt(form) as tried:
        deed()
        done(form, where)
    if not tried.ok:
        return tried.status
    flash(said)
    return redirect(where)
