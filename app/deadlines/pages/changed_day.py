"""A single day made something else: first what it would move, then changed."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import UNANSWERED, Outcome, attempted, lead, second_tap
from app.core.transaction import done
from app.deadlines.actions.change_day import DayPreview, change_day, preview_day
from app.deadlines.actions.shown_changes import count_moved, moved_shown
from app.deadlines.pages import blueprint
from app.deadlines.pages.calendar import calendar_page
from app.deadlines.pages.forms import DayForm, YearForm
from workflows.periods.holidays import FIRST_YEAR, LAST_YEAR, DayKind


@blueprint.post("/calendar/day")
@requires(Permission.DEADLINE_MANAGE)
def day() -> ResponseReturnValue:
    """A single day: first what it would move, then (confirmed) changed."""
    form = DayForm()
    again = second_tap(form)
    if again is not None:
        return lead(again, "")
    read = _change if form.confirmed.data else _preview
    found = attempted(form, lambda: read(form)) if form.validate() else UNANSWERED
    if isinstance(found, Outcome):
        form.confirmed.data = ""
        shown = form.day.data.year if form.day.data else clock.today().year
        return calendar_page(min(max(shown, FIRST_YEAR), LAST_YEAR), YearForm(formdata=None), form), found.status
    if form.confirmed.data:
        flash(f"改好了，有{count_moved(found.changes, for_=signed_in())}个期限变了日子。")
        return redirect(url_for("deadlines.calendar", year=found.day.year))
    form.confirmed.data, moved = "yes", moved_shown(found.changes, for_=signed_in())
    return render("deadlines/change_day.html", form=form, found=found, moved=moved)


def _preview(form: DayForm) -> DayPreview:
    return preview_day(form.day.data or clock.today(), DayKind(form.kind.data), form.name.data or "")


def _change(form: DayForm) -> DayPreview:
    found = change_day(
        form.day.data or clock.today(),
        DayKind(form.kind.data),
        form.name.data or "",
        reason=form.reason.data or "",
        actor=signed_in(),
        now=clock.now(),
    )
    done(form, url_for("deadlines.calendar", year=found.day.year))
    return found
