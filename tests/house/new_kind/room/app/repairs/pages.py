"""The list and the page of repairs."""

from app.repairs.actions import correct_title
from app.repairs.kind import REPAIR, STATUS_NAMES
from app.repairs.models import Repair
from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.fields import text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit
from app.core.transaction import OnceForm
from app.deadlines.queries import running_of
from app.deadlines.queries.explained import rows_of
from app.matters.pages.files_shown import files_shown
from app.matters.pages.history import History
from app.matters.pages.links import links_shown
from app.matters.pages.matter_list import matter_list
from app.matters.pages.matter_page import matter_page
from app.matters.queries.listing import Wanted
from app.processes.queries import open_tasks_of

blueprint = Blueprint("repairs", __name__)


class TitleForm(OnceForm):
    """What is broken, as it should have been written."""

    title = text_line("什么坏了", 120, needed=True)
    reason = text_line("为什么改", 300, needed=True)


@blueprint.get("/")
@requires(Permission.REPAIR_SEE)
def index() -> ResponseReturnValue:
    """The list."""
    return render("matters/list.html", **matter_list(REPAIR, Wanted.read(request.args)))


@blueprint.route("/<row(repair):repair_id>", methods=["GET", "POST"])
@requires(Permission.REPAIR_SEE)
def detail(repair_id: int) -> ResponseReturnValue:
    """The page, with the form that puts its title right."""
    who, place = signed_in(), url_for("repairs.detail", repair_id=repair_id)
    row = db.session.scalar(select(Repair).where(Repair.id == repair_id, REPAIR.rows.sight(who)))
    if row is None:
        raise NotFound(OUT_OF_SIGHT)
    form, now = TitleForm(), clock.now()
    outcome = submit(form, lambda: correct_title(row, form.title.data, form.reason.data, who, now), place)
    frame = matter_page(who, heading=row.title, number=row.number, standing=STATUS_NAMES[row.status],
                        tasks=open_tasks_of("repair", row.id), waits=lambda task: task.label,
                        history=History({("repair", row.id): ""}))  # fmt: skip
    shown = {"frame": frame, "form": form, "files": files_shown(row, who),
             "links": links_shown("repair", row.id, who)}  # fmt: skip
    periods = rows_of(running_of("repair", row.id), now=now)
    return answer(outcome, "更正好了。", lambda: render("repairs/detail.html", **shown, deadlines=periods))
