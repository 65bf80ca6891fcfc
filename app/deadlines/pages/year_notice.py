"""A year's notice of holidays: first what it would move, then brought in."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import Outcome, attempted, lead, second_tap
from app.core.transaction import begin_writing, begins_late, done
from app.deadlines.actions.import_year import LARGEST, Preview, import_year, preview_year, read_notice
from app.deadlines.actions.shown_changes import count_moved, moved_shown
from app.deadlines.pages import blueprint
from app.deadlines.pages.calendar import calendar_page
from app.deadlines.pages.forms import DayForm, YearForm
from app.deadlines.queries import changed_days


def _sent_content(form: YearForm) -> bytes:
    """The file of the first step, or its text that travelled along to the second."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return upload.stream.read(LARGEST + 1)
    return (form.content.data or "").encode()


@blueprint.post("/calendar/year")
@requires(Permission.DEADLINE_MANAGE)
@begins_late
def year() -> ResponseReturnValue:
    """A year's notice: first what it would move, then (confirmed) brought in."""
    form = YearForm()
    again = second_tap(form)
    if again is not None:
        return lead(again, "")
    content = _sent_content(form)
    if not content:
        form.file.errors = ["请先选一个文件。"]
        return calendar_page(clock.today().year, form, DayForm(formdata=None)), 422
    found = attempted(form, lambda: _read(form, content))
    if isinstance(found, Outcome):
        form.content.data = form.confirmed.data = ""
        return calendar_page(clock.today().year, form, DayForm(formdata=None)), found.status
    return _brought_in(found) if form.confirmed.data else _seen_first(form, content, found)


def _read(form: YearForm, content: bytes) -> Preview:
    """What the notice would move; confirmed, it comes in: from then on, and only from then on, nobody else writes."""
    read = read_notice(content, "文件")
    if not form.confirmed.data:
        return preview_year(read)
    begin_writing()
    found = import_year(read, actor=signed_in(), now=clock.now())
    done(form, url_for("deadlines.calendar", year=read.year))
    return found


def _brought_in(found: Preview) -> ResponseReturnValue:
    moved = count_moved(found.changes, for_=signed_in())
    flash(f"{found.year.year}年的放假安排导入好了，有{moved}个期限变了日子。")
    return redirect(url_for("deadlines.calendar", year=found.year.year))


def _seen_first(form: YearForm, content: bytes, found: Preview) -> str:
    form.content.data, form.confirmed.data = content.decode(), "yes"
    return render(
        "deadlines/import_year.html",
        form=form,
        year=found.year,
        changed=len(changed_days(found.year.year)),
        moved=moved_shown(found.changes, for_=signed_in()),
    )
