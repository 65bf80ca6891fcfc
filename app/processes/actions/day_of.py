"""The days that are given with what is entered."""

from __future__ import annotations

from datetime import date

from app.core.clock import local
from app.core.dates import day_fault
from app.core.errors import Invalid
from app.processes.registry import Submission
from workflows.diagrams.forms import DateKind


def day_of(submission: Submission, name: str, *, earliest: date | None = None, fault: str = "") -> date:
    """A day that was given and has come.  Raises `Invalid` at its field, also before `earliest`."""
    value = submission.values.get(name)
    if not isinstance(value, date):
        raise Invalid("还缺一个日子。", {name: "请填日子。"})
    wrong = day_fault(DateKind.DEED, value, local(submission.now).date())
    if wrong:
        raise Invalid(wrong, {name: wrong})
    if earliest is not None and value < earliest:
        raise Invalid(fault, {name: fault})
    return value
