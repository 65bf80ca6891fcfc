"""The roster: read in from a spreadsheet, and an empty one to fill in."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField

from app.core import clock
from app.core.errors import NotNow
from app.core.guard import requires, signed_in
from app.core.pages import download, render
from app.core.permissions import Permission
from app.core.submit_once import Outcome, attempted, lead, second_tap
from app.core.tables import LARGEST
from app.core.transaction import OnceForm, begin_writing, begins_late, done
from app.mediators.actions.import_roster import Roster, import_roster
from app.mediators.actions.roster_table import RawTable, read_table
from app.mediators.actions.roster_template import template_file
from app.mediators.pages import blueprint

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RosterForm(OnceForm):
    """The roster as a spreadsheet."""

    file = FileField("花名册文件", description="Excel（WPS）表格或者 CSV 文件，要有一行表头。最大5兆，最多5000人。")
    skip_bad = BooleanField("有错的行先跳过，其余的先导入", description="不选的话，只要有一行不对，就一行也不导入。")


@blueprint.get("/roster")
@requires(Permission.MEDIATOR_MANAGE)
def roster_page() -> ResponseReturnValue:
    """Where a roster is read in."""
    return render("mediators/roster.html", form=RosterForm(formdata=None), roster=None)


@blueprint.post("/roster")
@requires(Permission.MEDIATOR_MANAGE)
@begins_late
def roster() -> ResponseReturnValue:
    """Read a roster in: all of it, or with the bad rows left out, or nothing."""
    form, upload = RosterForm(), request.files.get("file")
    again = second_tap(form)
    if again is not None:
        return lead(again, "")
    if not form.validate() or upload is None or not upload.filename:
        form.file.errors = ["请先选一个文件。"]
        return render("mediators/roster.html", form=form, roster=None), 422
    name, content = upload.filename, upload.stream.read(LARGEST + 1)
    read = attempted(form, lambda: _read_in(form, read_table(name, content)))
    if isinstance(read, Outcome):
        return render("mediators/roster.html", form=form, roster=None), read.status
    return _told(form, read)


def _told(form: RosterForm, read: Roster) -> ResponseReturnValue:
    """What came of a roster that could be read: nothing, with its bad rows; all but some, with them; or all."""
    if not read.is_imported:
        return render("mediators/roster.html", form=form, roster=read), 422
    flash(read.summary)
    if read.bad or read.doubtful:
        return render("mediators/roster.html", form=RosterForm(formdata=None), roster=read)
    flash(read.source.sentence)
    return redirect(url_for("mediators.index"))


def _read_in(form: RosterForm, table: RawTable) -> Roster:
    """What was read comes in; from here on, and only from here on, nobody else writes."""
    begin_writing()
    if second_tap(form) is not None:
        raise NotNow("这份花名册刚才已经导入了，没有再导一遍。")
    read = import_roster(table, skip_bad=bool(form.skip_bad.data), actor=signed_in(), now=clock.now())
    if read.is_imported:
        done(form, url_for("mediators.index"))
    return read


@blueprint.get("/roster-template.xlsx")
@requires(Permission.MEDIATOR_MANAGE)
def roster_template() -> ResponseReturnValue:
    """An empty roster to fill in."""
    return download(template_file(), XLSX, "roster-template.xlsx")
